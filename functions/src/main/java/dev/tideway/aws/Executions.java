package dev.tideway.aws;

/** Executions of the state machine. */
@FunctionalInterface
public interface Executions {
  /** How the execution stands: {@code RUNNING}, {@code SUCCEEDED}, {@code FAILED}, {@code TIMED_OUT}, {@code ABORTED}, or {@code GONE} when AWS forgot it. */
  String status(String execution);

  /** Whether the execution still works. */
  default boolean running(String execution) {
    String status = status(execution);
    return status.equals("RUNNING") || status.equals("PENDING_REDRIVE");
  }
}
