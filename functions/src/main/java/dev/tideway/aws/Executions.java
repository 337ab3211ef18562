package dev.tideway.aws;

/** Executions of the state machine. */
@FunctionalInterface
public interface Executions {
  /** The execution's status: {@code RUNNING}, {@code SUCCEEDED}, {@code FAILED}, {@code TIMED_OUT}, {@code ABORTED}, or {@code GONE} if AWS no longer has the execution. */
  String status(String execution);

  /** Whether the execution still runs. */
  default boolean running(String execution) {
    String status = status(execution);
    return status.equals("RUNNING") || status.equals("PENDING_REDRIVE");
  }
}
