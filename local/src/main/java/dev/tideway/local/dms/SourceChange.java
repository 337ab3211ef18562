package dev.tideway.local.dms;

import java.io.Serializable;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** One item read from the source's binlog, in the binlog's order. */
sealed interface SourceChange {

  /** A change of one captured table; a reload holds these back. */
  sealed interface OfTable extends SourceChange {
    TableName table();

    LocalBinlogPosition position();
  }

  /**
   * Rows written, changed or deleted by one event.
   *
   * @param table the table
   * @param kind insert, update or delete
   * @param before the old rows, for updates and deletes
   * @param after the new rows, for inserts and updates
   * @param columns number of columns of the table when the event was written
   * @param carried the columns that every image of the event includes: all under binlog_row_image FULL, except generated columns that
   *     MariaDB 11.8 leaves out
   * @param position where the event ends
   * @param time when the source ran the statement
   */
  record Rows(TableName table, TableStatistics.Change kind, List<Serializable[]> before, List<Serializable[]> after, int columns,
      BitSet carried, LocalBinlogPosition position, Instant time) implements OfTable {
    int count() {
      return Math.max(before.size(), after.size());
    }
  }

  /** TRUNCATE TABLE. */
  record Truncated(TableName table, LocalBinlogPosition position, Instant time) implements OfTable {}

  /** A DDL statement, with its captured table if it names one. */
  record Altered(Optional<TableName> table, String sql) implements SourceChange {}

  /** A transaction or a DDL statement is complete. */
  record Committed(TaskProgress.Checkpoint checkpoint) implements SourceChange {}

  /** The binlog position has advanced between transactions, with nothing to apply. */
  record Advanced(LocalBinlogPosition position, Instant time) implements SourceChange {}

  /** The stream has ended. After a recoverable end, the task tries again from the checkpoint. */
  record Broken(String message, boolean recoverable) implements SourceChange {}
}
