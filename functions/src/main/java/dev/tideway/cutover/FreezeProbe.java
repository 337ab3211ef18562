package dev.tideway.cutover;

import dev.tideway.model.BinlogPosition;
import dev.tideway.run.Migration;
import dev.tideway.run.Platform;
import dev.tideway.run.Verdict;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks whether the source accepts no more writes, and reads the end position of its binlog. */
public final class FreezeProbe {
  /** MySQL's error number for a missing PROCESS privilege. */
  private static final int NOT_ALLOWED = 1227;

  private final Connection source;
  private final Duration stillness;

  public FreezeProbe(Connection source, Duration stillness) {
    this.source = source;
    this.stillness = stillness;
  }

  /** Returns the verdict. {@code before} is the freeze that an earlier probe detected. */
  public Verdict probe(Migration.Freeze how, Optional<Freeze> before) throws SQLException {
    Optional<String> reason = how == Migration.Freeze.readOnly ? notReadOnly() : Optional.empty();
    if (reason.isPresent()) {
      return Verdict.notYet(reason.get());
    }
    Optional<String> position = BinlogPosition.end(source);
    if (position.isEmpty()) {
      return Verdict.notYet("the source shows no binlog position; needed: the binlog on and REPLICATION CLIENT (MariaDB: BINLOG MONITOR)");
    }
    if (how == Migration.Freeze.readOnly) {
      pause();
      Optional<String> later = BinlogPosition.end(source);
      if (!later.equals(position)) {
        return Verdict.notYet("the source is read-only, but its binlog still grows (" + position.get() + ", then " + later.orElse("none")
            + "): an account with the privilege to write despite read_only writes");
      }
    }
    Freeze freeze = new Freeze(position.get(), before.map(Freeze::frozenAt).orElseGet(Platform.clock()::instant), how);
    return Verdict.satisfied("frozen at " + freeze.position() + " since " + freeze.frozenAt(), freeze);
  }

  private Optional<String> notReadOnly() throws SQLException {
    List<String> on = new ArrayList<>();
    String sql = "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('read_only', 'super_read_only', 'innodb_read_only')";
    try (Statement statement = source.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        String value = rows.getString(2).toUpperCase(Locale.ROOT);
        if (!value.equals("OFF") && !value.equals("0")) {
          on.add(rows.getString(1));
        }
      }
    }
    if (on.isEmpty()) {
      return Optional.of("the source accepts writes: read_only is OFF");
    }
    long writing = writing();
    return writing == 0 ? Optional.empty() : Optional.of("the source is read-only, but open transactions have written: " + writing);
  }

  private long writing() throws SQLException {
    try (Statement statement = source.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_rows_modified > 0")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      if (e.getErrorCode() == NOT_ALLOWED) {
        // without PROCESS, the unchanged binlog position and the final verification are the proof
        return 0;
      }
      throw e;
    }
  }

  private void pause() {
    try {
      Thread.sleep(stillness);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two looks at the binlog", e);
    }
  }
}
