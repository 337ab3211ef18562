package dev.tideway.local.dms;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Decides by the task's ErrorBehavior what an error does, and counts errors for the escalations. */
final class ErrorPolicies {
  /** The kind of error. */
  enum Kind { DATA, TRUNCATION, TABLE, INSERT, UPDATE, DELETE }

  /** What the task does about it. */
  enum Action { IGNORE, LOG, SUSPEND_TABLE, STOP_TASK, WRITE_RECORD }

  /** MySQL error numbers of a statement that fails because of the table, not because of the row. */
  private static final Set<Integer> TABLE_ERRORS = Set.of(1044, 1049, 1054, 1136, 1142, 1143, 1146, 1364);
  private static final Set<Integer> TRUNCATION_ERRORS = Set.of(1265, 1406);
  private static final Set<Integer> DUPLICATE_ERRORS = Set.of(1022, 1062, 1586);
  /** Deadlocks, lock waits, TiDB's write conflicts and schema changes, a server that stops. */
  private static final Set<Integer> RETRYABLE_ERRORS = Set.of(1040, 1053, 1205, 1213, 1317, 8002, 8022, 8027, 8028, 9001, 9002, 9004,
      9005, 9007);

  private final LocalTaskSettings settings;
  private final Map<TableName, Integer> dataErrors = new HashMap<>();
  private final Map<TableName, Integer> applyErrors = new HashMap<>();
  private final Set<TableName> suspended = new HashSet<>();

  ErrorPolicies(LocalTaskSettings settings) {
    this.settings = settings;
  }

  static boolean duplicate(SQLException error) {
    return DUPLICATE_ERRORS.contains(error.getErrorCode());
  }

  static boolean connectionLost(SQLException error) {
    String state = error.getSQLState();
    return state != null && state.startsWith("08");
  }

  static boolean retryable(SQLException error) {
    return connectionLost(error) || RETRYABLE_ERRORS.contains(error.getErrorCode());
  }

  static Kind kind(SQLException error) {
    int number = error.getErrorCode();
    if (TABLE_ERRORS.contains(number)) {
      return Kind.TABLE;
    }
    return TRUNCATION_ERRORS.contains(number) ? Kind.TRUNCATION : Kind.DATA;
  }

  synchronized Action decide(Kind kind, TableName table) {
    return switch (kind) {
      case DATA -> escalated(action(settings.policy("DataErrorPolicy")), dataErrors, table, "DataErrorEscalation");
      case TRUNCATION -> escalated(action(settings.policy("DataTruncationErrorPolicy")), dataErrors, table, "DataErrorEscalation");
      case TABLE -> tableError(table);
      case INSERT -> escalated(action(settings.policy("ApplyErrorInsertPolicy")), applyErrors, table, "ApplyErrorEscalation");
      case UPDATE -> escalated(action(settings.policy("ApplyErrorUpdatePolicy")), applyErrors, table, "ApplyErrorEscalation");
      case DELETE -> escalated(action(settings.policy("ApplyErrorDeletePolicy")), applyErrors, table, "ApplyErrorEscalation");
    };
  }

  private Action escalated(Action first, Map<TableName, Integer> errors, TableName table, String escalation) {
    int limit = settings.number("ErrorBehavior", escalation + "Count");
    if (first != Action.LOG || limit == 0 || errors.merge(table, 1, Integer::sum) < limit) {
      return first;
    }
    return action(settings.policy(escalation + "Policy"));
  }

  private Action tableError(TableName table) {
    suspended.add(table);
    int limit = settings.number("ErrorBehavior", "TableErrorEscalationCount");
    boolean escalates = limit > 0 && suspended.size() >= limit;
    return escalates ? Action.STOP_TASK : action(settings.policy("TableErrorPolicy"));
  }

  private static Action action(String policy) {
    return switch (policy) {
      case "IGNORE_RECORD" -> Action.IGNORE;
      case "LOG_ERROR" -> Action.LOG;
      case "SUSPEND_TABLE" -> Action.SUSPEND_TABLE;
      case "INSERT_RECORD", "UPDATE_RECORD" -> Action.WRITE_RECORD;
      default -> Action.STOP_TASK;
    };
  }
}
