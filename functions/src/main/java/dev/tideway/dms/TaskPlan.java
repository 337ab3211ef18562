package dev.tideway.dms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import java.util.List;

/**
 * The replication tasks, decided before anything is created.
 *
 * @param tasks full load and changes, in the order of their numbers; usually one
 * @param reloads full load only, after the freeze: the tables without a key, if the request has them loaded so
 */
public record TaskPlan(List<Task> tasks, List<Task> reloads) {
  /** Where it is kept. */
  public static final Artifact<TaskPlan> FILE = Artifact.of("tasks.json", TaskPlan.class);

  /** No task, where planning did not come so far. */
  public static final TaskPlan NONE = new TaskPlan(List.of(), List.of());

  /** A file that an earlier version has written knows no reloads. */
  public TaskPlan {
    tasks = List.copyOf(tasks);
    reloads = reloads == null ? List.of() : List.copyOf(reloads);
  }

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
