package dev.tideway.local.dms;

/** Ends a task in {@code failed}; the message is what the API shows as its last failure. */
final class TaskFailure extends Exception {
  TaskFailure(String message) {
    super(message);
  }

  TaskFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
