package dev.tideway.run;

import dev.tideway.aws.Stored;
import dev.tideway.error.MigrationFailed;
import dev.tideway.run.Locks.Answer;
import dev.tideway.run.Locks.Lock;
import dev.tideway.run.Locks.Status;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Locks of different releases; the end-to-end tests show what conditions do. */
class DynamoDbLocksTest {
  private static final String EXECUTION = "arn:aws:states:eu-central-1:123456789012:execution:tideway-migration:a";
  private static final Lock LOCK =
      new Lock("orders", EXECUTION, 2, "abc", "migrations/orders/a", Status.running, "Load", Set.of("task|arn:aws:dms:eu-central-1:123456789012:task:A"), List.of());

  private final MemoryTable table = new MemoryTable();
  private final Locks locks = new DynamoDbLocks(table, "table");
  private final Map<String, AttributeValue> golden = MemoryTable.golden(1, "DynamoDbLocks");

  @Test
  void writesWhatTheGoldenItemHolds() {
    Map<String, AttributeValue> before = new HashMap<>(golden);
    before.put("fence", AttributeValue.fromN("1"));
    before.put("status", AttributeValue.fromS("failed"));
    before.put("execution", AttributeValue.fromS("another"));
    table.hold(before);
    assertThat(locks.acquire("orders", EXECUTION, "abc", "migrations/orders/a")).isInstanceOf(Answer.Acquired.class);
    assertThat(table.only()).isEqualTo(golden);
  }

  @Test
  void readsItemsOfDifferentReleases() {
    Map<String, AttributeValue> item = new HashMap<>(golden);
    table.hold(item);
    assertThat(locks.find("orders")).contains(LOCK);
    item.put("ofALaterRelease", AttributeValue.fromS("1"));
    item.remove("format");
    assertThat(locks.find("orders")).contains(LOCK);
    assertThat(locks.all()).containsExactly(LOCK);
  }

  @Test
  void readsWhenPhasesBeganInTheirOrder() {
    Map<String, AttributeValue> item = new HashMap<>(golden);
    item.put("phases", AttributeValue.fromSs(List.of("2026-11-23T00:04:00Z Load", "2026-11-23T00:00:01.5Z Plan")));
    table.hold(item);
    assertThat(locks.find("orders").orElseThrow().phases())
        .containsExactly(
            new Locks.PhaseStart("Plan", Instant.parse("2026-11-23T00:00:01.5Z")), new Locks.PhaseStart("Load", Instant.parse("2026-11-23T00:04:00Z")));
  }

  @Test
  void refusesALaterFormatAndStillReadsTheRest() {
    Map<String, AttributeValue> later = new HashMap<>(golden);
    later.put("format", AttributeValue.fromN(Integer.toString(Stored.FORMAT + 1)));
    later.put("id", AttributeValue.fromS("later"));
    table.hold(golden);
    table.hold(later);
    assertThatThrownBy(() -> locks.check("later", EXECUTION, 2)).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E170").hasMessageContaining("LOCK later");
    assertThat(locks.all()).containsExactly(LOCK);
  }

  @Test
  void namesTheAttributeThatIsMissing() {
    Map<String, AttributeValue> item = new HashMap<>(golden);
    item.remove("subject");
    table.hold(item);
    assertThatThrownBy(() -> locks.find("orders")).hasMessageContaining("TW-E171").hasMessageContaining("subject");
  }

  @Test
  void aStatusOfALaterReleaseIsNamedAndTheRestIsRead() {
    Map<String, AttributeValue> item = new HashMap<>(golden);
    item.put("id", AttributeValue.fromS("paused"));
    item.put("status", AttributeValue.fromS("paused"));
    table.hold(golden);
    table.hold(item);
    assertThatThrownBy(() -> locks.find("paused")).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E171").hasMessageContaining("LOCK paused");
    assertThat(locks.all()).containsExactly(LOCK);
  }
}
