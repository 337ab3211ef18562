package dev.tideway.waiting;

import dev.tideway.dms.TableState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What conditions and guards look at. One world is one look: it asks each thing at most once. */
public interface DmsSnapshot {
  /** The time of the look. */
  Instant now();

  Optional<Task> task(String arn);

  /** The instance's status, if it exists. */
  Optional<String> instance(String arn);

  Optional<Connection> connection(String endpoint, String instance);

  List<Table> tables(String task);

  /** Datapoints of the task's lag since that time, oldest first; only those that have both halves. */
  List<Lag> lag(String task, Instant since);

  /** The resource's status, if it exists. */
  Optional<String> resource(String resource);

  /**
   * One replication task.
   *
   * @param identifier its identifier
   * @param status DMS's word
   * @param stopReason DMS's text, or empty
   * @param failure DMS's last failure message, or empty
   * @param loadEnded when its full load ended
   * @param tablesInError TablesErrored
   * @param checkpoint RecoveryCheckpoint, or empty
   */
  record Task(
      String identifier, String status, String stopReason, String failure, Optional<Instant> loadEnded, int tablesInError, String checkpoint) {

    /** Status and reason for people. */
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
   * @param time when it was measured, at the earliest
   * @param seconds the larger of CDCLatencySource and CDCLatencyTarget
   */
  record Lag(Instant time, double seconds) {}
}
