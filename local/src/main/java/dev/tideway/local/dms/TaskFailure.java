package dev.tideway.local.dms;

/** Ends a task with the status {@code failed}; the API returns the message as its last failure. */
final class TaskFailure extends Exception {
  TaskFailure(String message) {
    super(message);
  }

  TaskFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
