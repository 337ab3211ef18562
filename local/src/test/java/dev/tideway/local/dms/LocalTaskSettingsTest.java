package dev.tideway.local.dms;

import dev.tideway.local.cloud.AwsError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocalTaskSettingsTest {
  @Test
  void fillsInTheDefaults() throws AwsError {
    LocalTaskSettings settings = LocalTaskSettings.parse("");
    assertThat(settings.number("FullLoadSettings", "CommitRate")).isEqualTo(10_000);
    assertThat(settings.lobMaxBytes()).isEqualTo(32 * 1024);
    assertThat(settings.truncatesTarget()).isFalse();
    assertThat(settings.controlSchema()).isEqualTo("awsdms_control");
    assertThat(settings.flag("ErrorBehavior", "FullLoadIgnoreConflicts")).isTrue();
  }

  @Test
  void keepsWhatWasSentAndShowsTheWhole() throws AwsError {
    LocalTaskSettings settings = LocalTaskSettings.parse("""
        {"FullLoadSettings": {"TargetTablePrepMode": "TRUNCATE_BEFORE_LOAD", "StopTaskCachedChangesNotApplied": true},
         "Logging": {"EnableLogging": true, "LogComponents": [{"Id": "TARGET_APPLY", "Severity": "LOGGER_SEVERITY_DEBUG"}]},
         "ErrorBehavior": {"DataTruncationErrorPolicy": "SUSPEND_TABLE"}}
        """);
    assertThat(settings.truncatesTarget()).isTrue();
    assertThat(settings.stopAfterLoad()).isTrue();
    assertThat(settings.policy("DataTruncationErrorPolicy")).isEqualTo("SUSPEND_TABLE");
    assertThat(LocalTaskSettings.parse(settings.json()).json()).isEqualTo(settings.json());
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{", "[]", "{\"Unknown\": 1}", "{\"FullLoadSettings\": {\"CommitRat\": 1}}", "{\"FullLoadSettings\": 1}",
      "{\"FullLoadSettings\": {\"CommitRate\": \"1\"}}", "{\"FullLoadSettings\": {\"CommitRate\": 50001}}",
      "{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 50}}", "{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"DROP_AND_CREATE\"}}",
      "{\"FullLoadSettings\": {\"StopTaskCachedChangesApplied\": true, \"StopTaskCachedChangesNotApplied\": true}}",
      "{\"TargetMetadata\": {\"BatchApplyEnabled\": true}}", "{\"TargetMetadata\": {\"LobMaxSize\": 102401}}",
      "{\"TargetMetadata\": {\"FullLobMode\": true}}", "{\"ValidationSettings\": {\"EnableValidation\": true}}",
      "{\"ErrorBehavior\": {\"DataErrorPolicy\": \"WHATEVER\"}}", "{\"ControlTablesSettings\": {\"StatusTableEnabled\": true}}",
      "{\"Logging\": {\"EnableLogging\": true, \"LogComponents\": [{\"Id\": \"NOBODY\", \"Severity\": \"LOGGER_SEVERITY_INFO\"}]}}",
      "{\"Logging\": {\"LogComponents\": [{\"Id\": \"TARGET_APPLY\", \"Severity\": \"LOGGER_SEVERITY_INFO\"}]}}"})
  void refusesWhatItDoesNotKnowOrHonour(String json) {
    assertThatThrownBy(() -> LocalTaskSettings.parse(json)).isInstanceOf(AwsError.class);
  }
}
