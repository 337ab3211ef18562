package dev.tideway.replication;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.catalog.TableId;
import java.util.List;

/**
 * The replication tasks, decided before anything is created.
 *
 * @param tasks in the order of their numbers; usually one
 */
public record TaskPlan(List<Task> tasks) {
  /** The name of the file under the run's prefix. */
  public static final String FILE = "tasks.json";

  /**
   * One task.
   *
   * @param identifier ReplicationTaskIdentifier
   * @param tables what it moves, sorted
   * @param mappings the TableMappings document
   * @param settings the ReplicationTaskSettings document
   */
  public record Task(String identifier, List<TableId> tables, JsonNode mappings, JsonNode settings) {}
}
