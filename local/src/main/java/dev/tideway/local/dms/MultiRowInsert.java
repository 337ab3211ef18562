package dev.tideway.local.dms;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Inserts many rows with one statement; the statement of a full batch is prepared once. */
final class MultiRowInsert implements AutoCloseable {
  private static final int ROWS = 250;
  private static final long BYTES = 4 * 1024 * 1024;

  private final Connection target;
  private final TargetTable table;
  private final String verb;
  private final List<Object[]> rows = new ArrayList<>();
  private PreparedStatement full;
  private long bytes;

  /**
   * An insert.
   *
   * @param verb INSERT or INSERT IGNORE
   */
  MultiRowInsert(Connection target, TargetTable table, String verb) {
    this.target = target;
    this.table = table;
    this.verb = verb;
  }

  /** Adds a row; returns whether the batch must be written now. */
  boolean add(Object[] row) {
    rows.add(row);
    for (Object value : row) {
      bytes += switch (value) {
        case String text -> text.length() * 2L;
        case byte[] binary -> binary.length * 2L;
        case null, default -> 16;
      };
    }
    return rows.size() == ROWS || bytes >= BYTES;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Returns and removes the rows that were added since the last write, so that they can be written together or, after an error, one by one. */
  List<Object[]> take() {
    List<Object[]> taken = List.copyOf(rows);
    rows.clear();
    bytes = 0;
    return taken;
  }

  void write(List<Object[]> batch) throws SQLException {
    if (batch.size() == ROWS) {
      if (full == null) {
        full = target.prepareStatement(table.insert(verb, ROWS));
      }
      execute(full, batch);
    } else if (!batch.isEmpty()) {
      try (PreparedStatement statement = target.prepareStatement(table.insert(verb, batch.size()))) {
        execute(statement, batch);
      }
    }
  }

  private static void execute(PreparedStatement statement, List<Object[]> batch) throws SQLException {
    int index = 1;
    for (Object[] row : batch) {
      for (Object value : row) {
        ColumnCodec.bind(statement, index++, value);
      }
    }
    statement.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    if (full != null) {
      full.close();
    }
  }
}
