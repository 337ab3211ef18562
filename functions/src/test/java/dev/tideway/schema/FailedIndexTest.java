package dev.tideway.schema;

import dev.tideway.model.TableId;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the target reports about a failed index is written to a file, a cause and a log line: it must not contain a row's value. */
final class FailedIndexTest {
  private static final IndexGroup GROUP = new IndexGroup(new TableId("shop", "t"), List.of(new SchemaPlan.PlannedIndex("email", true, "ADD UNIQUE INDEX `email` (`email`)")));

  @Test
  void keepsTheKeyOfADuplicateAndNotItsValue() {
    assertThat(FailedIndex.of(GROUP, 1062, "Duplicate entry 'o'neill@example.com' for key 't.email'").message()).isEqualTo("Duplicate entry '…' for key 't.email'");
  }

  @Test
  void keepsNoValueOfADifferentError() {
    assertThat(FailedIndex.of(GROUP, 1292, "Truncated incorrect DOUBLE value: 'secret'").message()).isEqualTo("Truncated incorrect DOUBLE value: '…'");
  }
}
