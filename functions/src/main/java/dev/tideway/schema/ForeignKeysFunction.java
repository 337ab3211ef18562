package dev.tideway.schema;

import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.Locks;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.aws.SecretReader;
import dev.tideway.jdbc.Databases;
import dev.tideway.request.Migration;
import dev.tideway.request.Run;
import dev.tideway.schema.SchemaPlan.PlannedView;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Creates views and foreign keys on the target, counting orphans, and writes {@code orphans.json}. */
public final class ForeignKeysFunction extends JsonFunction<ForeignKeysFunction.Input, ForeignKeysFunction.Output> {
  private final ObjectStore objects;
  private final SecretReader secrets;
  private final Locks locks;

  /** As Lambda makes it. */
  public ForeignKeysFunction() {
    this(Platform.objects(), Platform.secrets(), Platform.locks());
  }

  ForeignKeysFunction(ObjectStore objects, SecretReader secrets, Locks locks) {
    super(Input.class);
    this.objects = objects;
    this.secrets = secrets;
    this.locks = locks;
  }

  /** The run. */
  public record Input(Run run) {}

  /** Numbers of views and foreign keys that exist, and of rows without parent, which live changes may still mend. */
  public record Output(int views, int foreignKeys, long orphans) {}

  @Override
  protected Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    locks.check(run.migration(), run.execution(), run.fence());
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    SchemaPlan plan = objects.read(run.key(SchemaPlan.FILE), SchemaPlan.class);
    try (Connection target = new Databases(secrets).write(migration.target())) {
      for (Map.Entry<PlannedView, SQLException> failed : ViewCreation.create(target, plan.views(), (v, s) -> {}).entrySet()) {
        throw TargetFailures.of("TW-E085", "creating the view " + failed.getKey().id() + " failed", failed.getValue());
      }
      Map<String, Long> orphans = new ForeignKeys(target, objects, run.prefix(), deadline).add(plan);
      return new Output(plan.views().size(), orphans.size(), orphans.values().stream().mapToLong(Long::longValue).sum());
    } catch (SQLException e) {
      throw TargetFailures.of("TW-E084", "adding foreign keys on the target failed", e);
    }
  }
}
