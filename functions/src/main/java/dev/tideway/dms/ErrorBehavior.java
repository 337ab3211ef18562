package dev.tideway.dms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;

/**
 * The ErrorBehavior section: every key, with the reason. One rule applies to all of them: DMS may stop a table, but it must never lose a row with only a log
 * line.
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

  /** For a row that cannot be converted, or a value that is truncated. By default DMS only logs it, and the row is lost. */
  private static void dataErrors(ObjectNode settings) {
    settings.put("DataErrorPolicy", "SUSPEND_TABLE");
    settings.put("DataTruncationErrorPolicy", "SUSPEND_TABLE");
    settings.put("DataErrorEscalationPolicy", "SUSPEND_TABLE");
    // 0: no escalation, the policies above already suspend at the first error
    settings.put("DataErrorEscalationCount", 0);
    // an event about the task that cannot be sent costs at most a minute: the observe step checks by itself
    settings.put("EventErrorPolicy", "IGNORE");
  }

  /** One failing table must not delay the others. Tideway judges it and reloads it separately. */
  private static void tableErrors(ObjectNode settings) {
    settings.put("TableErrorPolicy", "SUSPEND_TABLE");
    settings.put("TableErrorEscalationPolicy", "STOP_TASK");
    settings.put("TableErrorEscalationCount", 0);
  }

  /** For a database restart or a network fault: DMS retries for as long as the binlog may be retained. The lag alarm notifies people meanwhile. */
  private static void environmentErrors(ObjectNode settings) {
    settings.put("RecoverableErrorCount", -1);
    settings.put("RecoverableErrorInterval", 5);
    settings.put("RecoverableErrorThrottling", true);
    // maximum number of seconds between two attempts: the default of half an hour would mean half an hour of lag after a short outage
    settings.put("RecoverableErrorThrottlingMax", 300);
    settings.put("RecoverableErrorStopRetryAfterThrottlingMax", false);
  }

  /**
   * The cached changes of a table begin before its snapshot, and DMS applies changes once more after a crash. So changes meet rows that they have already
   * written. The verification finds every real difference at the end.
   */
  private static void applyErrors(ObjectNode settings) {
    // a DELETE of a row that does not exist is already done
    settings.put("ApplyErrorDeletePolicy", "IGNORE_RECORD");
    // an inserted row replaces the row with the same key: if a cascade deleted that row on the source, the binlog did not contain the deletion
    settings.put("ApplyErrorInsertPolicy", "INSERT_RECORD");
    // logged in awsdms_apply_exceptions and judged by the verification; UPDATE_RECORD would switch off LOB columns for the whole task
    settings.put("ApplyErrorUpdatePolicy", "LOG_ERROR");
    settings.put("ApplyErrorEscalationPolicy", "LOG_ERROR");
    settings.put("ApplyErrorEscalationCount", 0);
    // DMS applies TRUNCATE and does not refuse it
    settings.put("ApplyErrorFailOnTruncationDdl", false);
    settings.put("FullLoadIgnoreConflicts", true);
  }

  private static void starts(ObjectNode settings) {
    // a task that replicates no table must not look healthy
    settings.put("FailOnNoTablesCaptured", true);
    settings.put("FailOnTransactionConsistencyBreached", true);
  }
}
