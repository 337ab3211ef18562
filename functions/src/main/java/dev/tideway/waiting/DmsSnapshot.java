package dev.tideway.waiting;

import dev.tideway.dms.TableState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The state of AWS DMS that conditions and guards check. One snapshot reads each value at most once. */
public interface DmsSnapshot {
  /** The time of the snapshot. */
  Instant now();

  Optional<Task> task(String arn);

  /** The instance's status, if it exists. */
  Optional<String> instance(String arn);

  Optional<Connection> connection(String endpoint, String instance);

  List<Table> tables(String task);

  /** Datapoints of the task's lag since that time, oldest first. Only times with both latencies, source and target, are included. */
  List<Lag> lag(String task, Instant since);

  /** The resource's status, if it exists. */
  Optional<String> resource(String resource);

  /**
   * One replication task.
   *
   * @param identifier its identifier
   * @param status status in DMS
   * @param stopReason DMS's text, or empty
   * @param failure DMS's last failure message, or empty
   * @param loadEnded when its full load ended
   * @param tablesInError TablesErrored
   * @param checkpoint RecoveryCheckpoint, or empty
   */
  record Task(
      String identifier, String status, String stopReason, String failure, Optional<Instant> loadEnded, int tablesInError, String checkpoint) {

    /** Status and stop reason as text for people. */
    String line() {
      String reason = (stopReason + " " + failure).strip();
      return "task " + identifier + " is " + status + (reason.isEmpty() ? "" : " (" + reason + ")");
    }
  }

  /** One connection test's result. */
  record Connection(String status, String failure) {}

  /** One table's statistics. */
  record Table(String name, TableState state, Instant updated) {}

  /**
   * One datapoint of lag.
   *
   * @param time earliest time at which it was measured
   * @param seconds the larger of CDCLatencySource and CDCLatencyTarget
   */
  record Lag(Instant time, double seconds) {}
}
