package dev.tideway.operations;

import dev.tideway.run.MemoryTable;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DynamoDbSentMessagesTest {
  @Test
  void writesWhatTheGoldenItemHolds() {
    MemoryTable table = new MemoryTable();
    assertThat(new DynamoDbSentMessages(table, "table", Clock.fixed(Instant.parse("2026-11-01T10:00:00Z"), ZoneOffset.UTC)).claim("0a1b")).isTrue();
    assertThat(table.only()).isEqualTo(MemoryTable.golden(1, "DynamoDbSentMessages"));
  }
}
