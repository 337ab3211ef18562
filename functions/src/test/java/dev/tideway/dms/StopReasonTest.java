package dev.tideway.dms;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

final class StopReasonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Stop Reason STOPPED_AFTER_FULL_LOAD | RESUME
          Stop Reason STOPPED_AFTER_CACHED_EVENTS | RESUME
          Stop Reason NORMAL | RESUME
          Stop Reason RECOVERABLE_ERROR Error Level RECOVERABLE | RESUME
          Stop Reason RECONFIGURATION_RESTART | RESUME
          Stop Reason STOPPED_DUE_TO_LOW_DISK | PERSON
          Stop Reason FULL_LOAD_ONLY_FINISHED | PERSON
          Task error notification received from subtask 0, thread 0. Stop Reason FATAL_ERROR Error Level FATAL | PERSON
          Last Error Could not find first log file name in binary log index file. Stop Reason FATAL_ERROR Error Level FATAL | RELOAD
          Something nobody has seen yet | PERSON
          '' | RESUME
          """)
  void readsTheStopReasonFromFreeText(String text, StopReason action) {
    assertThat(StopReason.of(text, "")).isEqualTo(action);
  }

  @Test
  void readsTheFailureMessageToo() {
    assertThat(StopReason.of("Stop Reason FATAL_ERROR", "the binary log mysql-bin.7 has been purged")).isEqualTo(StopReason.RELOAD);
  }
}
