package dev.tideway.dms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;

/**
 * The ErrorBehavior section: every key, with the reason. The rule behind all of them: a table may stop, a row may not vanish
 * with a log line only.
 *
 * <p>Source: AWS DMS user guide, "Error handling task settings".
 */
final class ErrorBehavior {
  private ErrorBehavior() {}

  static ObjectNode json() {
    ObjectNode settings = Json.object();
    dataErrors(settings);
    tableErrors(settings);
    environmentErrors(settings);
    applyErrors(settings);
    starts(settings);
    return settings;
  }

  /** A row that cannot be converted, or a value that is cut: the default only logs it, and the row is lost. */
  private static void dataErrors(ObjectNode settings) {
    settings.put("DataErrorPolicy", "SUSPEND_TABLE");
    settings.put("DataTruncationErrorPolicy", "SUSPEND_TABLE");
    settings.put("DataErrorEscalationPolicy", "SUSPEND_TABLE");
    // 0: no escalation, the policies above already suspend at the first error
    settings.put("DataErrorEscalationCount", 0);
    // an event about the task that cannot be sent costs a minute at most: observe looks by itself
    settings.put("EventErrorPolicy", "IGNORE");
  }

  /** One bad table must not hold up the others; it is judged, and reloaded, by itself. */
  private static void tableErrors(ObjectNode settings) {
    settings.put("TableErrorPolicy", "SUSPEND_TABLE");
    settings.put("TableErrorEscalationPolicy", "STOP_TASK");
    settings.put("TableErrorEscalationCount", 0);
  }

  /** A database restart or a network fault: try again for as long as the binlog may last; the lag alarm tells people meanwhile. */
  private static void environmentErrors(ObjectNode settings) {
    settings.put("RecoverableErrorCount", -1);
    settings.put("RecoverableErrorInterval", 5);
    settings.put("RecoverableErrorThrottling", true);
    // seconds between two attempts at most: half an hour, the default, would be half an hour of lag after a short outage
    settings.put("RecoverableErrorThrottlingMax", 300);
    settings.put("RecoverableErrorStopRetryAfterThrottlingMax", false);
  }

  /**
   * Cached changes of a table begin before its snapshot and are applied once more after a crash, so that changes meet rows they
   * have already made. What really differs in the end is found by the verification.
   */
  private static void applyErrors(ObjectNode settings) {
    // deleting what is gone is done
    settings.put("ApplyErrorDeletePolicy", "IGNORE_RECORD");
    // an inserted row replaces the one of its key: where a cascade deleted that on the source, the binlog did not tell
    settings.put("ApplyErrorInsertPolicy", "INSERT_RECORD");
    // noted in awsdms_apply_exceptions and judged by the verification; UPDATE_RECORD would switch LOB columns off for the whole task
    settings.put("ApplyErrorUpdatePolicy", "LOG_ERROR");
    settings.put("ApplyErrorEscalationPolicy", "LOG_ERROR");
    settings.put("ApplyErrorEscalationCount", 0);
    // TRUNCATE is applied, not refused
    settings.put("ApplyErrorFailOnTruncationDdl", false);
    settings.put("FullLoadIgnoreConflicts", true);
  }

  private static void starts(ObjectNode settings) {
    // a task that moves nothing must not look healthy
    settings.put("FailOnNoTablesCaptured", true);
    settings.put("FailOnTransactionConsistencyBreached", true);
  }
}
