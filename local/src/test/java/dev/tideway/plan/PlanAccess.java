package dev.tideway.plan;

import dev.tideway.fixture.MigrationWorld;
import dev.tideway.lambda.PlanFunction;
import java.time.Clock;
import java.time.Duration;

/** Lets tests of other packages write a plan as the state machine does. */
public final class PlanAccess {
  private PlanAccess() {}

  /** Writes plan.json and plan.html; whether the migration may begin. */
  public static boolean write(MigrationWorld world) {
    return new PlanFunction(world.objects(), Clock.systemUTC()).handle(new PlanFunction.Input(world.run()), () -> Duration.ofMinutes(5)).verdict()
        == Plan.Verdict.ready;
  }
}
