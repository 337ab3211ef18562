package dev.tideway.schema;

import dev.tideway.fixture.MigrationWorld;
import dev.tideway.lambda.ConvertHandler;
import dev.tideway.lambda.DryRunHandler;
import dev.tideway.run.Deadline;

/** Lets tests of other packages convert and try a schema as the state machine does. */
public final class SchemaAccess {
  private final MigrationWorld world;

  /** Of that migration. */
  public SchemaAccess(MigrationWorld world) {
    this.world = world;
  }

  /** Runs the conversion. */
  public void convert(Deadline deadline) {
    new ConvertHandler(world.objects(), world.locks()).handle(new ConvertHandler.Input(world.run()), deadline);
  }

  /** Runs a slice of the dry run. */
  public void dryRun(Deadline deadline) {
    new DryRunHandler(world.objects(), world, world.locks()).handle(new DryRunHandler.Input(world.run()), deadline);
  }
}
