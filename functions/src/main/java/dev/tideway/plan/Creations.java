package dev.tideway.plan;

import dev.tideway.dms.TaskPlan;
import dev.tideway.run.Migration;
import dev.tideway.schema.SchemaPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The list of what a migration will create, as sentences and in order. */
public final class Creations {
  private Creations() {}

  public static List<String> of(Migration migration, List<SchemaPlan.Statement> statements, TaskPlan tasks) {
    if (migration.mode() == Migration.Mode.plan) {
      return List.of("Nothing: the request's mode is plan. Mode migrate would run the statements below and create the AWS DMS resources that the request describes.");
    }
    List<String> creations = new ArrayList<>();
    creations.add("On the target: " + statements.size() + " statements, listed below by stage");
    Migration.Replication replication = migration.replication();
    if (!replication.subnets().isEmpty()) {
      creations.add("In AWS: a replication subnet group of " + String.join(", ", replication.subnets()));
    }
    creations.add(
        "In AWS: a replication instance " + replication.instanceClass() + " with " + replication.storageGb() + " GB" + (replication.multiAz() ? " and a standby" : "")
            + (replication.publiclyAccessible() ? ", with a public address" : ""));
    long certificates = Stream.of(migration.source(), migration.target()).filter(Migration.Endpoint::verified).count();
    if (certificates > 0) {
      creations.add("In AWS: " + certificates + (certificates == 1 ? " certificate" : " certificates"));
    }
    creations.add("In AWS: two endpoints, " + tasks.tasks().size() + " replication tasks and their alarms");
    int keyless = tasks.reloads().stream().mapToInt(task -> task.tables().size()).sum();
    if (keyless > 0) {
      creations.add(
          "In AWS: " + tasks.reloads().size() + " more replication tasks, which load " + keyless + " tables without a key after the freeze");
    }
    creations.add(migration.finish() == Migration.Finish.delete ? "At the end, all AWS resources are deleted" : "At the end, all AWS resources are kept, and still cost money");
    return creations;
  }
}
