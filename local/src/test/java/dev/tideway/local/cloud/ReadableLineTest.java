package dev.tideway.local.cloud;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class ReadableLineTest {
  @Test
  void printsTimeLevelMessageAndContext() {
    assertThat(
            ReadableLine.of(
                "{\"timestamp\":\"2026-11-28T17:35:19.022Z\",\"level\":\"WARN\",\"message\":\"failed: TW-E054\",\"migration\":\"orders\",\"state\":\"Load: Judge\",\"code\":\"TW-E054\"}"))
        .isEqualTo("2026-11-28T17:35:19.022Z WARN failed: TW-E054 [orders, Load: Judge, TW-E054]");
  }

  @Test
  void namesFigures() {
    assertThat(
            ReadableLine.of(
                "{\"_aws\":{\"CloudWatchMetrics\":[{\"Metrics\":[{\"Name\":\"RowsVerified\"},{\"Name\":\"Mismatches\"}]}]},\"RowsVerified\":12.0,\"Mismatches\":0.0,\"migration\":\"orders\"}"))
        .isEqualTo("FIGURES RowsVerified 12.0, Mismatches 0.0 [orders]");
  }

  @Test
  void keepsRemainingLinesUnchanged() {
    for (String line : new String[] {"Picked up JAVA_TOOL_OPTIONS: -X", "{not JSON", "{\"type\":\"platform.start\"}", ""}) {
      assertThat(ReadableLine.of(line)).isEqualTo(line);
    }
  }
}
