package dev.tideway.model;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in the source's binlog.
 *
 * <p>DMS writes it into RecoveryCheckpoint as {@code checkpoint:V1#27#mysql-bin-changelog.157832:1975:-1:2002:…} (AWS DMS API reference,
 * StartReplicationTask), and some versions with {@code $} for the file's base name. Tideway reads the first pair, because the documentation does not
 * describe what follows it.
 *
 * @param base the file's name before the number; {@code $} matches any name
 * @param file the file's number
 * @param position bytes from the file's start
 */
public record BinlogPosition(String base, long file, long position) {
  /** Statements that show the end of a server's binlog. MySQL renamed the statement in 8.2 and removed the old name in 8.4. MariaDB has a name of its own. */
  public static final List<String> STATEMENTS = List.of("SHOW MASTER STATUS", "SHOW BINARY LOG STATUS", "SHOW BINLOG STATUS");

  private static final int NO_SUCH_STATEMENT = 1064;

  /** The error if REPLICATION CLIENT, or MariaDB's BINLOG MONITOR, is missing. */
  private static final int NOT_ALLOWED = 1227;

  private static final Pattern PAIR = Pattern.compile("([^#:]+)\\.(\\d+):(\\d+)");

  /** The first position in the text. */
  public static Optional<BinlogPosition> in(String text) {
    Matcher pair = PAIR.matcher(text);
    return pair.find()
        ? Optional.of(new BinlogPosition(pair.group(1), Long.parseLong(pair.group(2)), Long.parseLong(pair.group(3))))
        : Optional.empty();
  }

  /** The end of the server's binlog, {@code file:offset} as the server writes them; empty if there is no binlog or the account may not see it. */
  public static Optional<String> end(Connection server) throws SQLException {
    for (String sql : STATEMENTS) {
      try (Statement statement = server.createStatement(); ResultSet row = statement.executeQuery(sql)) {
        return row.next() ? Optional.of(row.getString(1) + ":" + row.getString(2)) : Optional.empty();
      } catch (SQLException e) {
        if (e.getErrorCode() == NOT_ALLOWED) {
          return Optional.empty();
        }
        if (e.getErrorCode() != NO_SUCH_STATEMENT) {
          throw e;
        }
      }
    }
    return Optional.empty();
  }

  /** The same as {@link #end}, but empty if the query fails. For callers that work without the answer. */
  public static Optional<String> current(Connection server) {
    try {
      return end(server);
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /** Whether this position is at or after the other; false if the two cannot be compared. */
  public boolean reaches(BinlogPosition other) {
    boolean sameLog = base.equals("$") || other.base.equals("$") || base.equals(other.base);
    return sameLog && (file > other.file || (file == other.file && position >= other.position));
  }

  @Override
  public String toString() {
    return base + "." + file + ":" + position;
  }
}
