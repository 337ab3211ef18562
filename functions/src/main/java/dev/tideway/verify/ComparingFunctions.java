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

  private static final String NAME = "'tideway.compare.";
  private static final String COUNT = IntStream.rangeClosed(1, MOST)
      .mapToObj(number -> "(IS_USED_LOCK(" + name(number) + ") IS NOT NULL)")
      .collect(Collectors.joining(" + ", "SELECT ", ""));

  private ComparingFunctions() {}

  /** Counts this function among them, for as long as the connection to the source lives. */
  static void enter(DatabasePair sides) {
    sides.ask(Side.source, "joining the functions that compare", side -> {
      boolean entered = false;
      for (int number = 1; number <= MOST && !entered; number++) {
        entered = number(sides, side, "SELECT GET_LOCK(" + name(number) + ", 0)") == 1;
      }
      return entered;
    });
  }

  /** Their number; 0 if the server has no named locks, as Percona XtraDB Cluster in its strict mode. */
  static int count(DatabasePair sides) {
    return sides.ask(Side.source, "counting the functions that compare", side -> number(sides, side, COUNT));
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

  private static String name(int number) {
    return NAME + number + "'";
  }
}
