package dev.tideway.dms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static dev.tideway.dms.DmsSamples.column;
import static dev.tideway.dms.DmsSamples.lobs;
import static dev.tideway.dms.DmsSamples.table;
import static org.assertj.core.api.Assertions.assertThat;

final class TaskSettingsTest {
  private static final Set<String> ERROR_KEYS =
      Set.of(
          "DataErrorPolicy", "DataTruncationErrorPolicy", "DataErrorEscalationPolicy", "DataErrorEscalationCount", "EventErrorPolicy",
          "TableErrorPolicy", "TableErrorEscalationPolicy", "TableErrorEscalationCount", "RecoverableErrorCount", "RecoverableErrorInterval",
          "RecoverableErrorThrottling", "RecoverableErrorThrottlingMax", "RecoverableErrorStopRetryAfterThrottlingMax",
          "ApplyErrorDeletePolicy", "ApplyErrorInsertPolicy", "ApplyErrorUpdatePolicy", "ApplyErrorEscalationPolicy",
          "ApplyErrorEscalationCount", "ApplyErrorFailOnTruncationDdl", "FailOnNoTablesCaptured", "FailOnTransactionConsistencyBreached",
          "FullLoadIgnoreConflicts");

  @Test
  void setsEveryErrorBehaviour() {
    JsonNode errors = TaskSettings.of(new LobLimits(false, 32, 1000, 8)).get("ErrorBehavior");
    assertThat(errors.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet())).isEqualTo(ERROR_KEYS);
    assertThat(errors.get("DataTruncationErrorPolicy").asText()).isEqualTo("SUSPEND_TABLE");
    assertThat(errors.get("FailOnNoTablesCaptured").asBoolean()).isTrue();
  }

  @Test
  void stopsAfterTheLoadBeforeCachedChanges() {
    JsonNode load = TaskSettings.of(new LobLimits(false, 32, 1000, 5)).get("FullLoadSettings");
    assertThat(load.get("StopTaskCachedChangesNotApplied").asBoolean()).isTrue();
    assertThat(load.get("StopTaskCachedChangesApplied").asBoolean()).isFalse();
    assertThat(load.get("TargetTablePrepMode").asText()).isEqualTo("TRUNCATE_BEFORE_LOAD");
    assertThat(load.get("MaxFullLoadSubTasks").asInt()).isEqualTo(5);
    assertThat(load.get("CommitRate").asInt()).isEqualTo(1000);
  }

  @Test
  void usesLimitedOrFullLobsButNeverBoth() {
    JsonNode limited = TaskSettings.of(new LobLimits(false, 64, 1000, 8)).get("TargetMetadata");
    JsonNode full = TaskSettings.of(new LobLimits(true, 102_400, 10, 1)).get("TargetMetadata");
    assertThat(limited.get("LimitedSizeLobMode").asBoolean()).isTrue();
    assertThat(limited.get("FullLobMode").asBoolean()).isFalse();
    assertThat(full.get("LimitedSizeLobMode").asBoolean()).isFalse();
    assertThat(full.get("FullLobMode").asBoolean()).isTrue();
  }

  @Test
  void keepsDmsDefaultsWithoutLobs() {
    assertThat(LobLimits.of(List.of(table("shop", "t", column("a", "int"))), 8)).isEqualTo(new LobLimits(false, 32, 4096, 8));
  }

  @Test
  void leavesRoomAboveTheLongestMeasuredValue() {
    LobLimits blob = LobLimits.of(List.of(lobs("t", Map.of("b", 100_000L), column("b", "longblob"))), 8);
    LobLimits text = LobLimits.of(List.of(lobs("t", Map.of("b", 100_000L), column("b", "longtext"))), 8);
    assertThat(blob.maxKb()).isEqualTo(196);
    assertThat(text.maxKb()).isEqualTo(391);
  }

  @Test
  void leavesRoomForValuesThatGrowWhileChangesAreReplicated() {
    assertThat(LobLimits.of(List.of(lobs("t", Map.of("b", 10L), column("b", "text"))), 8)).isEqualTo(new LobLimits(false, 128, 1024, 8));
    assertThat(LobLimits.of(List.of(lobs("t", Map.of("b", 0L), column("b", "longblob"))), 8).maxKb()).isEqualTo(64);
    assertThat(LobLimits.of(List.of(lobs("t", Map.of("b", 10L), column("b", "json"))), 8).maxKb()).isEqualTo(128);
  }

  @Test
  void needsNoMoreThanTheTypeCanHold() {
    assertThat(LobLimits.of(List.of(lobs("t", Map.of("b", 65_000L), column("b", "text"))), 8).maxKb()).isEqualTo(128);
    assertThat(LobLimits.of(List.of(lobs("t", Map.of("b", 255L), column("b", "tinyblob"))), 8).maxKb()).isEqualTo(32);
  }

  @Test
  void turnsToFullLobsBeyondTheLimitedMode() {
    assertThat(LobLimits.of(List.of(lobs("t", Map.of("b", 60L << 20), column("b", "longblob"))), 8).full()).isTrue();
    assertThat(LobLimits.of(List.of(lobs("t", Map.of("b", 40L << 20), column("b", "longblob"))), 8).full()).isFalse();
  }

  @Test
  void boundsTheMemoryOfAllTablesLoadedAtOnce() {
    for (long bytes = 1000; bytes < 100L << 20; bytes *= 3) {
      LobLimits limits = LobLimits.of(List.of(lobs("t", Map.of("a", bytes, "b", bytes), column("a", "longblob"), column("b", "longtext"))), 49);
      long kb = (long) limits.maxKb() * limits.commitRate() * 2 * limits.parallel();
      assertThat(kb).as(limits.toString()).isLessThanOrEqualTo(1024 * 1024);
      assertThat(limits.commitRate()).isPositive();
      assertThat(limits.parallel()).isBetween(1, 49);
    }
  }
}
