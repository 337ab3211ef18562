package dev.tideway.verify;

import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.model.Side;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The functions that compare one source at the same time, of all executions and commands: each holds one named lock of the server, which the
 * server frees with the session. They share what the request allows, however many executions they belong to. Named locks need no privilege,
 * block nobody and write nothing (MySQL reference manual, "Locking Functions").
 */
final class ComparingFunctions {
  /** More of them do not make a share that matters smaller. */
  private static final int MOST = 64;

  private static final int NONE = 0;
  private static final String COUNT =
      "SELECT " + IntStream.rangeClosed(1, MOST).mapToObj(number -> "(" + isUsed(number) + ")").collect(Collectors.joining(" + "));

  private int own = NONE;

  /**
   * Counts them, and this function among them. If no session holds its lock, the session that asks takes one: at first, and after a
   * connection was lost.
   *
   * @return their number; 0 if the server has no named locks, as Percona XtraDB Cluster in its strict mode
   */
  synchronized int count(DatabasePair sides) {
    return sides.ask(Side.source, "counting the functions that compare", side -> {
      if (own == NONE || number(sides, side, "SELECT " + isUsed(own)) == 0) {
        enter(sides, side);
      }
      return number(sides, side, COUNT);
    });
  }

  private void enter(DatabasePair sides, Side side) throws SQLException {
    own = NONE;
    for (int number = 1; number <= MOST && own == NONE; number++) {
      if (number(sides, side, "SELECT GET_LOCK(" + name(number) + ", 0)") == 1) {
        own = number;
      }
    }
  }

  private static int number(DatabasePair sides, Side side, String sql) throws SQLException {
    int[] number = {0};
    try {
      sides.few(side, sql, row -> number[0] = row.getInt(1));
    } catch (SQLException e) {
      if (DatabaseErrors.lost(e)) {
        throw e;
      }
    }
    return number[0];
  }

  private static String isUsed(int number) {
    return "IS_USED_LOCK(" + name(number) + ") IS NOT NULL";
  }

  private static String name(int number) {
    return "'tideway.compare." + number + "'";
  }
}
