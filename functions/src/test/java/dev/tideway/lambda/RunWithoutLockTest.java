package dev.tideway.lambda;

import dev.tideway.Repository;
import dev.tideway.error.LockLost;
import dev.tideway.jdbc.Databases;
import dev.tideway.run.Locks;
import dev.tideway.run.Run;
import dev.tideway.testing.MemoryLocks;
import dev.tideway.testing.MemoryObjects;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A verification that a person starts holds no lock, beside a migration of the same name that does. */
final class RunWithoutLockTest {
  private static final Run RUN = new Run("shop", "arn:verification", 0, "verifications/shop/v");

  private final MemoryLocks locks = new MemoryLocks();

  @Test
  void callsOnlyActionsThatChangeNothing() {
    List<Action> allowed =
        Arrays.stream(Action.values())
            .filter(action -> Arrays.stream(Repository.handler(action).getDeclaredMethods()).anyMatch(method -> method.getName().equals("onlyCompares")))
            .toList();
    assertThat(allowed).containsExactlyInAnyOrder(Action.announce, Action.inventory, Action.chunk, Action.judgeVerification, Action.verifyChunks);
  }

  @Test
  void cannotReleaseTheLockOfTheMigration() {
    locks.acquire("shop", "arn:migration", "s", "migrations/shop/m");
    ReleaseHandler release = new ReleaseHandler(locks);
    assertThatThrownBy(() -> release.handle(new ReleaseHandler.Input(RUN, Locks.Status.failed), () -> Duration.ofMinutes(1))).isInstanceOf(LockLost.class);
    assertThat(locks.find("shop").orElseThrow().status()).isEqualTo(Locks.Status.running);
  }

  @Test
  void cannotChangeADatabaseEither() {
    ApplyRepairHandler repair = new ApplyRepairHandler(new MemoryObjects(), locks, new Databases(arn -> {
      throw new AssertionError("no database is asked");
    }));
    assertThatThrownBy(() -> repair.handle(new ApplyRepairHandler.Input(RUN, "full-1"), () -> Duration.ofMinutes(1))).isInstanceOf(LockLost.class);
  }
}
