package dev.tideway.plan;

import dev.tideway.fixture.MigrationFixture;
import dev.tideway.lambda.PlanHandler;
import java.time.Clock;
import java.time.Duration;

/** Allows tests of different packages to write a plan as the state machine does. */
public final class PlanAccess {
  private PlanAccess() {}

  /** Writes plan.json and plan.html; whether the migration may begin. */
  public static boolean write(MigrationFixture fixture) {
    return new PlanHandler(fixture.objects(), fixture.locks(), Clock.systemUTC()).handle(new PlanHandler.Input(fixture.run()), () -> Duration.ofMinutes(5)).verdict()
        == Plan.Verdict.ready;
  }
}
