package dev.tideway.waiting;

import dev.tideway.aws.Stored;
import dev.tideway.run.MemoryTable;
import dev.tideway.run.Run;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;

/** Waits of different releases; the end-to-end tests show what conditions do. */
class DynamoDbWaitsTest {
  private static final Wait WAIT =
      new Wait(
          new Run("orders", "arn:aws:states:eu-central-1:123456789012:execution:tideway-migration:a", 2, "migrations/orders/a"),
          "Replicate: Await catch-up",
          "token",
          new Condition.CaughtUp(List.of("arn:aws:dms:eu-central-1:123456789012:task:A"), 5, 3),
          List.of(new Guard.TasksHealthy(List.of("arn:aws:dms:eu-central-1:123456789012:task:A"))),
          Instant.parse("2026-11-01T10:00:00Z"),
          Instant.parse("2026-11-02T10:00:00Z"),
          new Wait.Samples(Instant.parse("2026-11-01T10:05:00Z"), 1),
          Optional.empty(),
          4);

  private final MemoryTable table = new MemoryTable();
  private final DynamoDbWaits waits = new DynamoDbWaits(table, "table");
  private final Map<String, AttributeValue> golden = MemoryTable.golden(1, "DynamoDbWaits");

  @Test
  void writesWhatTheGoldenItemHolds() {
    waits.put(WAIT);
    assertThat(table.only()).isEqualTo(golden);
  }

  @Test
  void readsItemsOfDifferentReleases() {
    Map<String, AttributeValue> item = new HashMap<>(golden);
    item.remove("format");
    item.put("wait", AttributeValue.fromS(item.get("wait").s().replaceFirst("\\{", "{\"ofALaterRelease\":{\"n\":1},")));
    table.hold(item);
    assertThat(waits.all()).containsExactly(WAIT);
    assertThat(waits.find(WAIT.id())).contains(WAIT);
  }

  /** Its state registers again after a missed heartbeat. */
  @Test
  void keepsWhatOnlyALaterReleaseCanRead() {
    Map<String, AttributeValue> format = new HashMap<>(golden);
    format.put("format", AttributeValue.fromN(Integer.toString(Stored.FORMAT + 1)));
    format.put("id", AttributeValue.fromS("format"));
    Map<String, AttributeValue> condition = new HashMap<>(golden);
    condition.put("wait", AttributeValue.fromS(golden.get("wait").s().replace("caughtUp", "somethingNew")));
    condition.put("id", AttributeValue.fromS("condition"));
    table.hold(golden);
    table.hold(format);
    table.hold(condition);
    assertThat(waits.all()).containsExactly(WAIT);
    assertThat(waits.find("format")).isEmpty();
    assertThat(waits.find("condition")).isEmpty();
  }
}
