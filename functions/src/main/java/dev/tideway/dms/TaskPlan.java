package dev.tideway.dms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import java.util.List;

/**
 * The replication tasks, decided before anything is created.
 *
 * @param tasks tasks for full load and changes, in the order of their numbers; usually one
 * @param reloads full-load-only tasks that run after the freeze for the tables without a key, if the request asks for it
 */
public record TaskPlan(List<Task> tasks, List<Task> reloads) {
  /** The file that holds it. */
  public static final Artifact<TaskPlan> FILE = Artifact.of("tasks.json", TaskPlan.class);

  /** No tasks. Used if planning did not get to the tasks. */
  public static final TaskPlan NONE = new TaskPlan(List.of(), List.of());

  /** A file that an earlier version has written contains no reloads. */
  public TaskPlan {
    tasks = List.copyOf(tasks);
    reloads = reloads == null ? List.of() : List.copyOf(reloads);
  }

  /**
   * One task.
   *
   * @param identifier ReplicationTaskIdentifier
   * @param tables the tables that it migrates, sorted
   * @param mappings the TableMappings document
   * @param settings the ReplicationTaskSettings document
   */
  public record Task(String identifier, List<TableId> tables, JsonNode mappings, JsonNode settings) {}
}
