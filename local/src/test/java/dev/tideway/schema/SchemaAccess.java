package dev.tideway.schema;

import dev.tideway.fixture.MigrationFixture;
import dev.tideway.lambda.ConvertHandler;
import dev.tideway.lambda.DryRunHandler;
import dev.tideway.run.Deadline;

/** Lets tests of other packages convert and try a schema as the state machine does. */
public final class SchemaAccess {
  private final MigrationFixture fixture;

  /** Of that migration. */
  public SchemaAccess(MigrationFixture fixture) {
    this.fixture = fixture;
  }

  /** Runs the conversion. */
  public void convert(Deadline deadline) {
    new ConvertHandler(fixture.objects(), fixture.locks()).handle(new ConvertHandler.Input(fixture.run()), deadline);
  }

  /** Runs a slice of the dry run. */
  public void dryRun(Deadline deadline) {
    new DryRunHandler(fixture.objects(), fixture, fixture.locks()).handle(new DryRunHandler.Input(fixture.run()), deadline);
  }
}
