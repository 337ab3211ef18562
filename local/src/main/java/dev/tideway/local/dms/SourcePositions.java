package dev.tideway.local.dms;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads binlog positions from a source, and opens snapshots at known positions. */
final class SourcePositions {
  private static final Logger LOG = LoggerFactory.getLogger(SourcePositions.class);
  private static final int LOCK_SECONDS = 10;
  private static final int SETTLE_TRIES = 5;
  private static final int SETTLE_MILLIS = 40;

  private SourcePositions() {}

  /** The end of the binlog. */
  static LocalBinlogPosition current(Connection source) throws SQLException {
    try {
      return shown(source, "SHOW MASTER STATUS");
    } catch (SQLException e) {
      // MySQL 8.4 has only the new name; MySQL before 8.2 and MariaDB have only the old one
      if (e.getErrorCode() != 1064) {
        throw e;
      }
      return shown(source, "SHOW BINARY LOG STATUS");
    }
  }

  private static LocalBinlogPosition shown(Connection source, String sql) throws SQLException {
    try (var statement = source.createStatement(); ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        throw new SQLException("Binary logging is off on the source");
      }
      return new LocalBinlogPosition(row.getString(1), row.getLong(2));
    }
  }

  /**
   * Opens a consistent snapshot on the session at a known position: the snapshot contains everything up to it and nothing after.
   *
   * @return empty if the server cannot report the position and the table cannot be locked for a moment; then changes may overlap the
   *     snapshot
   */
  static Optional<LocalBinlogPosition> openExactSnapshot(Connection source, EndpointAddress address, TableName table) throws SQLException {
    if (source.getMetaData().getDatabaseProductVersion().toLowerCase(Locale.ROOT).contains("mariadb")) {
      snapshot(source);
      return mariaDbSnapshot(source);
    }
    // a transaction is in MySQL's binlog a moment before it is visible, so a position that is read together with a snapshot is exact only
    // if the binlog does not grow meanwhile
    for (int attempt = 0; attempt < SETTLE_TRIES; attempt++) {
      LocalBinlogPosition before = current(source);
      pause();
      snapshot(source);
      if (current(source).equals(before)) {
        return Optional.of(before);
      }
      LocalSessions.run(source, "ROLLBACK");
    }
    // a read lock on a table has waited for every transaction that wrote to it, including the transaction's last step
    try (Connection other = LocalSessions.source(address)) {
      LocalSessions.run(other, "SET SESSION lock_wait_timeout = " + LOCK_SECONDS);
      LocalSessions.run(other, "LOCK TABLES " + table.quoted() + " READ");
      LocalBinlogPosition position = current(other);
      snapshot(source);
      LocalSessions.run(other, "UNLOCK TABLES");
      return Optional.of(position);
    } catch (SQLException e) {
      LOG.warn("Table {} has no key and could not be locked, changes may be applied twice: {}", table, e.getMessage());
      snapshot(source);
      return Optional.empty();
    }
  }

  static void snapshot(Connection source) throws SQLException {
    LocalSessions.run(source, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    LocalSessions.run(source, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
  }

  private static Optional<LocalBinlogPosition> mariaDbSnapshot(Connection source) throws SQLException {
    Map<String, String> status = new HashMap<>();
    try (var statement = source.createStatement();
        ResultSet row = statement.executeQuery("SHOW STATUS LIKE 'binlog_snapshot_%'")) {
      while (row.next()) {
        status.put(row.getString(1).toLowerCase(Locale.ROOT), row.getString(2));
      }
    }
    String file = status.getOrDefault("binlog_snapshot_file", "");
    return file.isEmpty() ? Optional.empty()
        : Optional.of(new LocalBinlogPosition(file, Long.parseLong(status.get("binlog_snapshot_position"))));
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
