package dev.tideway.schema;

import dev.tideway.error.ErrorCode;
import dev.tideway.error.TidewayException;
import dev.tideway.jdbc.DatabaseErrors;
import java.sql.SQLException;

/** What an SQL error of the target means. */
public final class TargetFailures {
  static final int NO_SUCH_TABLE = 1146;
  static final int DUPLICATE_KEY_NAME = 1061;
  static final int DUPLICATE_FOREIGN_KEY = 1826;
  static final int DUPLICATE_CHECK = 3822;

  private TargetFailures() {}

  /** Whether trying again may help. */
  static boolean passing(SQLException e) {
    return DatabaseErrors.passing(e);
  }

  /** The failure to throw: transient, or one that needs a person. */
  public static TidewayException of(ErrorCode code, String what, SQLException e) {
    return DatabaseErrors.of(code, what, e);
  }
}
