package dev.tideway.plan.checks;

import dev.tideway.error.Defect;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.jdbc.DatabaseErrors;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Findings for checks that could not run: a check that does not run proves nothing. */
final class FailedChecks {
  private static final Logger LOG = LoggerFactory.getLogger(FailedChecks.class);

  private FailedChecks() {}

  static Finding of(String check, SQLException e) {
    return switch (DatabaseErrors.kind(e)) {
      case denied ->
          Finding.warning(
              FindingCode.CHECK_REFUSED, object(check), "the account may not run the check: " + text(check, e), "the privilege in the message",
              "grant it, or check by hand before the migration starts");
      case lost, busy, stopped -> late(check, text(check, e));
      case refused -> defect(check, text(check, e));
    };
  }

  static Finding late(String check, String found) {
    return Finding.blocker(
        FindingCode.CHECK_UNANSWERED, object(check), "no answer in time: " + found, "an answer within a minute, and a server that stays up",
        "start the same request again when the server is less busy; if it happens again, look for locks and for a proxy that closes connections");
  }

  static Finding defect(String check, RuntimeException e) {
    LOG.error("the check \"{}\" failed", check, e);
    return defect(check, Defect.of(e));
  }

  private static Finding defect(String check, String found) {
    return Finding.blocker(
        FindingCode.CHECK_BROKEN, object(check), "the check itself failed: " + found, "a check that runs to its end",
        "report it with what InspectFunction has written to the stack's log group");
  }

  private static String text(String check, SQLException e) {
    return DatabaseErrors.of(check, e).getMessage();
  }

  private static String object(String check) {
    return "check \"" + check + "\"";
  }
}
