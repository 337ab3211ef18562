package dev.tideway.schema;

import dev.tideway.fixture.MigrationFixture;
import dev.tideway.lambda.ConvertHandler;
import dev.tideway.lambda.DryRunHandler;
import dev.tideway.run.Deadline;

/** Allows tests of different packages to convert a schema and to dry-run it as the state machine does. */
public final class ConversionAccess {
  private final MigrationFixture fixture;

  /** For that migration. */
  public ConversionAccess(MigrationFixture fixture) {
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
