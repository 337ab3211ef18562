package dev.tideway.plan;

import dev.tideway.fixture.MigrationWorld;
import dev.tideway.lambda.PlanHandler;
import java.time.Clock;
import java.time.Duration;

/** Lets tests of other packages write a plan as the state machine does. */
public final class PlanAccess {
  private PlanAccess() {}

  /** Writes plan.json and plan.html; whether the migration may begin. */
  public static boolean write(MigrationWorld world) {
    return new PlanHandler(world.objects(), world.locks(), Clock.systemUTC()).handle(new PlanHandler.Input(world.run()), () -> Duration.ofMinutes(5)).verdict()
        == Plan.Verdict.ready;
  }
}
