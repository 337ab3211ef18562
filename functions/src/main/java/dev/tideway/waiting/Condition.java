package dev.tideway.waiting;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/** The condition of a wait. The state machine writes it as JSON with {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Condition.InstanceAvailable.class, name = "instanceAvailable"),
  @JsonSubTypes.Type(value = Condition.ConnectionsTested.class, name = "connectionsTested"),
  @JsonSubTypes.Type(value = Condition.LoadEnded.class, name = "loadEnded"),
  @JsonSubTypes.Type(value = Condition.ReloadEnded.class, name = "reloadEnded"),
  @JsonSubTypes.Type(value = Condition.TablesComplete.class, name = "tablesComplete"),
  @JsonSubTypes.Type(value = Condition.IndexesBuilt.class, name = "indexesBuilt"),
  @JsonSubTypes.Type(value = Condition.CaughtUp.class, name = "caughtUp"),
  @JsonSubTypes.Type(value = Condition.Approved.class, name = "approved"),
  @JsonSubTypes.Type(value = Condition.Frozen.class, name = "frozen"),
  @JsonSubTypes.Type(value = Condition.Drained.class, name = "drained"),
  @JsonSubTypes.Type(value = Condition.TasksStopped.class, name = "tasksStopped"),
  @JsonSubTypes.Type(value = Condition.Deleted.class, name = "deleted")
})
public sealed interface Condition {
  /** The replication instance can be used. */
  record InstanceAvailable(String instance) implements Condition {}

  /** The instance reaches both endpoints. */
  record ConnectionsTested(List<Tested> connections) implements Condition {}

  /**
   * One connection test.
   *
   * @param endpoint ARN of the endpoint
   * @param instance ARN of the instance
   * @param since when the test began
   */
  record Tested(String endpoint, String instance, Instant since) {}

  /** Every task has ended its full load, successfully or not. The next step checks the result table by table. */
  record LoadEnded(List<String> tasks) implements Condition {}

  /** Every task that only loads has ended, successfully or not. The next step checks the result table by table. */
  record ReloadEnded(List<String> tasks) implements Condition {}

  /**
   * No table of the tasks is being loaded.
   *
   * @param tasks ARNs
   * @param since when the reload began: earlier errors do not count
   */
  record TablesComplete(List<String> tasks, Instant since) implements Condition {}

  /** Every planned index exists on the target. A function inside the VPC checks it. */
  record IndexesBuilt() implements Condition {}

  /**
   * The replication lag stays small.
   *
   * @param tasks ARNs
   * @param limitSeconds lag that counts as small, in seconds
   * @param samples number of consecutive datapoints that must be within the limit
   */
  record CaughtUp(List<String> tasks, long limitSeconds, int samples) implements Condition {}

  /** A person has approved the cutover. */
  record Approved() implements Condition {}

  /** The application has stopped writing to the source. A function inside the VPC checks it. */
  record Frozen() implements Condition {}

  /**
   * Every change up to the freeze is applied on the target.
   *
   * @param tasks ARNs
   * @param position the source's binlog position at the freeze, {@code file:position}
   */
  record Drained(List<String> tasks, String position) implements Condition {}

  /** No task runs any more. */
  record TasksStopped(List<String> tasks) implements Condition {}

  /**
   * The resources no longer exist.
   *
   * @param resources resources as {@code kind|id}, written by {@link dev.tideway.aws.ResourceKind}
   */
  record Deleted(List<String> resources) implements Condition {}
}
