package dev.tideway.local.dms;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Asks a source for binlog positions, and opens snapshots at known ones. */
final class SourcePositions {
  /** How long the binlog must rest for a snapshot's position to be certain, and how often that is tried. */
  private static final int SETTLE_MILLIS = 50;
  private static final int SETTLE_TRIES = 40;

  private SourcePositions() {}

  /** The end of the binlog. */
  static BinlogPosition current(Connection source) throws SQLException {
    try {
      return shown(source, "SHOW MASTER STATUS");
    } catch (SQLException e) {
      // MySQL 8.4 only knows the new name, MySQL before 8.2 and MariaDB only the old one
      if (e.getErrorCode() != 1064) {
        throw e;
      }
      return shown(source, "SHOW BINARY LOG STATUS");
    }
  }

  private static BinlogPosition shown(Connection source, String sql) throws SQLException {
    try (var statement = source.createStatement(); ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        throw new SQLException("Binary logging is off on the source");
      }
      return new BinlogPosition(row.getString(1), row.getLong(2));
    }
  }

  /**
   * Opens a consistent snapshot on the session.
   *
   * @return the position the snapshot contains everything up to and nothing after; empty if the server cannot tell
   */
  static Optional<BinlogPosition> openSnapshot(Connection source, boolean exactly) throws SQLException {
    if (!exactly) {
      snapshot(source);
      return Optional.empty();
    }
    if (source.getMetaData().getDatabaseProductVersion().toLowerCase(Locale.ROOT).contains("mariadb")) {
      snapshot(source);
      return mariaDbSnapshot(source);
    }
    // a transaction is in the binlog a moment before it is visible: only a binlog at rest tells what a snapshot holds
    BinlogPosition before = current(source);
    for (int attempt = 0; attempt < SETTLE_TRIES; attempt++) {
      pause();
      snapshot(source);
      BinlogPosition after = current(source);
      if (after.equals(before)) {
        return Optional.of(after);
      }
      source.rollback();
      before = after;
    }
    snapshot(source);
    return Optional.empty();
  }

  private static void snapshot(Connection source) throws SQLException {
    Sessions.run(source, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    Sessions.run(source, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
  }

  private static Optional<BinlogPosition> mariaDbSnapshot(Connection source) throws SQLException {
    Map<String, String> status = new HashMap<>();
    try (var statement = source.createStatement();
        ResultSet row = statement.executeQuery("SHOW STATUS LIKE 'binlog_snapshot_%'")) {
      while (row.next()) {
        status.put(row.getString(1).toLowerCase(Locale.ROOT), row.getString(2));
      }
    }
    String file = status.getOrDefault("binlog_snapshot_file", "");
    return file.isEmpty() ? Optional.empty()
        : Optional.of(new BinlogPosition(file, Long.parseLong(status.get("binlog_snapshot_position"))));
  }

  private static void pause() throws SQLException {
    try {
      Thread.sleep(SETTLE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", "70100", e);
    }
  }
}
