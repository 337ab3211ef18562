package dev.tideway.schema;

import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.Locks;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.aws.SecretReader;
import dev.tideway.catalog.Inventory;
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

  /** The file that tells the probe which attempt it goes on with. */
  static final String ATTEMPT = "index-attempt.json";

  /** The run, and which attempt begins. */
  public record Input(Run run, IndexAttempt attempt) {}

  /** Numbers of indexes: existing, being built, not yet begun, left for the attempt after catch-up. */
  public record Output(int done, int running, int remaining, int postponed) {}

  @Override
  protected Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    locks.check(run.migration(), run.execution(), run.fence());
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    SchemaPlan plan = objects.read(run.key(SchemaPlan.FILE), SchemaPlan.class);
    Inventory inventory = objects.read(run.key(Inventory.FILE), Inventory.class);
    Databases databases = new Databases(secrets);
    objects.putJson(run.key(ATTEMPT), input.attempt());
    try {
      IndexProgress progress =
          new IndexBuild(
                  () -> databases.write(migration.target()), plan, inventory, run, objects, input.attempt(), migration.indexes().atOnce())
              .step(Budget.within(deadline, deadline.reserve(), LONGEST));
      if (progress.failure().isPresent()) {
        throw progress.failure().get();
      }
      return new Output(progress.done(), progress.running(), progress.remaining(), progress.postponed().size());
    } catch (SQLException e) {
      throw TargetFailures.of("TW-E083", "building indexes failed", e);
    }
  }
}
