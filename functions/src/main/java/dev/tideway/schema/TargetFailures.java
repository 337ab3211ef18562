package dev.tideway.schema;

import dev.tideway.error.MigrationFailed;
import dev.tideway.error.TidewayException;
import dev.tideway.error.TransientFailure;
import dev.tideway.jdbc.UnreachableDatabase;
import java.sql.SQLException;
import java.util.Set;

/** What an SQL error of the target means. */
final class TargetFailures {
  static final int NO_SUCH_TABLE = 1146;
  static final int DUPLICATE_KEY_NAME = 1061;
  static final int DUPLICATE_FOREIGN_KEY = 1826;
  static final int DUPLICATE_CHECK = 3822;

  /** Killed, lock wait, region unavailable, too many connections, shutting down: none says anything about the statement. */
  private static final Set<Integer> PASSING = Set.of(1040, 1053, 1205, 1213, 1317, 2013, 8027, 8028, 9001, 9002, 9005, 9007);

  private TargetFailures() {}

  /** Whether trying again may help. */
  static boolean passing(SQLException e) {
    String state = e.getSQLState();
    return (state != null && state.startsWith("08")) || PASSING.contains(e.getErrorCode());
  }

  /** The failure to throw: transient, or one that needs a person. */
  static TidewayException of(String code, String what, SQLException e) {
    if (e instanceof UnreachableDatabase) {
      return new TransientFailure(UnreachableDatabase.CODE, what + ": " + e.getMessage(), null);
    }
    return passing(e)
        ? new TransientFailure(what + ": " + e.getMessage(), e)
        : new MigrationFailed(code, what + ": " + e.getErrorCode() + " " + e.getMessage(), e);
  }
}
