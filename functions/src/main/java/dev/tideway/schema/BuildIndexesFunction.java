package dev.tideway.schema;

import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.Locks;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.aws.SecretReader;
import dev.tideway.error.MigrationFailed;
import dev.tideway.jdbc.Databases;
import dev.tideway.request.Migration;
import dev.tideway.request.Run;
import java.sql.SQLException;
import java.time.Duration;

/** Begins to build the target's secondary indexes. What is not done when it ends goes on at the target. */
public final class BuildIndexesFunction extends JsonFunction<BuildIndexesFunction.Input, BuildIndexesFunction.Output> {
  /** Longer would only make the function wait: the probe goes on where this stops. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private final ObjectStore objects;
  private final SecretReader secrets;
  private final Locks locks;

  /** As Lambda makes it. */
  public BuildIndexesFunction() {
    this(Platform.objects(), Platform.secrets(), Platform.locks());
  }

  BuildIndexesFunction(ObjectStore objects, SecretReader secrets, Locks locks) {
    super(Input.class);
    this.objects = objects;
    this.secrets = secrets;
    this.locks = locks;
  }

  /** The run. */
  public record Input(Run run) {}

  /** Numbers of indexes: existing, being built, not yet begun. */
  public record Output(int done, int running, int remaining) {}

  @Override
  protected Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    locks.check(run.migration(), run.execution(), run.fence());
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    SchemaPlan plan = objects.read(run.key(SchemaPlan.FILE), SchemaPlan.class);
    Databases databases = new Databases(secrets);
    try {
      IndexProgress progress =
          new IndexBuild(() -> databases.write(migration.target()), plan, run, objects).step(Budget.within(deadline, Deadline.RESERVE, LONGEST));
      if (progress.failure().isPresent()) {
        throw new MigrationFailed("TW-E083", progress.failure().get());
      }
      return new Output(progress.done(), progress.running(), progress.remaining());
    } catch (SQLException e) {
      throw TargetFailures.of("TW-E083", "building indexes failed", e);
    }
  }
}
