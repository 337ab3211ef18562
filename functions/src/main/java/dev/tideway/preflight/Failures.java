package dev.tideway.preflight;

import dev.tideway.error.Defect;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.request.Finding;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Findings for checks that could not be made: what does not look proves nothing. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  /** Access denied to a database, table, column, statement, routine; a right the statement needs. */
  private static final Set<Integer> DENIED = Set.of(1044, 1045, 1095, 1142, 1143, 1227, 1370, 1401, 3118, 8121);

  /** Interrupted, MariaDB's and MySQL's limits on a statement's time. */
  private static final Set<Integer> TIMED_OUT = Set.of(1317, 1969, 3024);

  private Failures() {}

  static Finding of(String check, SQLException e) {
    if (DENIED.contains(e.getErrorCode())) {
      return Finding.warning(
          "TW-P301", object(check), "the account may not look: " + text(check, e), "the right that the message names",
          "grant it, or look by hand before the migration starts");
    }
    if (TIMED_OUT.contains(e.getErrorCode()) || e instanceof SQLTimeoutException || lost(e)) {
      return late(check, text(check, e));
    }
    return defect(check, text(check, e));
  }

  static Finding late(String check, String found) {
    return Finding.blocker(
        "TW-P300", object(check), "no answer in time: " + found, "an answer within a minute, and a server that stays up",
        "start the same request again when the server is less busy; if it happens again, look for locks and for a proxy that cuts connections");
  }

  static Finding defect(String check, RuntimeException e) {
    LOG.error("the check \"{}\" failed", check, e);
    return defect(check, Defect.of(e));
  }

  private static Finding defect(String check, String found) {
    return Finding.blocker(
        "TW-P099", object(check), "the check itself failed: " + found, "a check that can say yes or no",
        "report it with the log of the function preflight");
  }

  /** Whether the connection is of no more use. */
  static boolean lost(SQLException e) {
    return e.getCause() instanceof IOException || (e.getSQLState() != null && e.getSQLState().startsWith("08"));
  }

  private static String text(String check, SQLException e) {
    return DatabaseErrors.of(check, e).getMessage();
  }

  private static String object(String check) {
    return "check \"" + check + "\"";
  }
}
