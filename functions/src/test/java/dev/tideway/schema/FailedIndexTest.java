package dev.tideway.schema;

import dev.tideway.model.TableId;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the target says of a failed index goes into a file, a cause and a log line: the value of a row must not be in it. */
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
