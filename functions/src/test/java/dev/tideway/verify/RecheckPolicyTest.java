package dev.tideway.verify;

import dev.tideway.dms.ObservedLag;
import dev.tideway.run.Migration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecheckPolicyTest {
  private static Duration interval(int maxLagSeconds, OptionalDouble seen) {
    return RecheckPolicy.of(migration(maxLagSeconds), "full-1", Optional.of(new ObservedLag(seen, Instant.EPOCH))).interval();
  }

  private static Migration migration(int maxLagSeconds) {
    Migration.Endpoint endpoint = new Migration.Endpoint("arn", Migration.Tls.none, Optional.empty());
    return new Migration(
        "m", Migration.Mode.migrate, endpoint, endpoint, List.of(new Migration.SchemaSelection("s", List.of())),
        new Migration.Replication("dms.t3.large", 50, false, List.of(), Optional.empty(), List.of(), false, Optional.empty(), Map.of(), 8),
        new Migration.Verification(50_000, 4, Duration.ofHours(24), List.of()),
        new Migration.Cutover(
            Migration.Approval.none, Migration.Freeze.readOnly, Duration.ofSeconds(maxLagSeconds), 3, Duration.ofHours(1), Duration.ofHours(1)),
        Migration.Finish.delete, Optional.empty(), Migration.Schema.DEFAULT, Migration.Indexes.DEFAULT, List.of(), Migration.Keyless.refuse, List.of());
  }

  @Test
  void theIntervalIsTheLagThatWasSeenOrTheOneThatCountsAsCaughtUpWithinBounds() {
    assertThat(interval(8, OptionalDouble.of(12.5))).isEqualTo(Duration.ofMillis(12_500));
    assertThat(interval(8, OptionalDouble.of(1))).isEqualTo(Duration.ofSeconds(8));
    assertThat(interval(1, OptionalDouble.of(0))).as("replication stops for some seconds now and then").isEqualTo(Duration.ofSeconds(5));
    assertThat(interval(1, OptionalDouble.of(4_000))).as("one function must see its end").isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void anUnknownLagHasALongerInterval() {
    assertThat(interval(2, OptionalDouble.empty())).isEqualTo(Duration.ofSeconds(15));
    assertThat(interval(20, OptionalDouble.empty())).isEqualTo(Duration.ofSeconds(20));
    assertThat(RecheckPolicy.of(migration(2), "full-1", Optional.empty()).interval()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void readsOftenButDecidesAfterTwoIntervals() {
    RecheckPolicy policy = RecheckPolicy.of(migration(5), "full-1", Optional.of(new ObservedLag(OptionalDouble.of(5), Instant.EPOCH)));
    assertThat(policy.readPause()).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.unchangedReads()).isEqualTo(10);
    assertThat(RecheckPolicy.of(Duration.ofSeconds(3), true).unchangedReads()).isEqualTo(2);
    assertThat(RecheckPolicy.of(Duration.ZERO, false).unchangedReads()).isEqualTo(2);
    assertThat(RecheckPolicy.of(Duration.ofSeconds(30), false).readPause()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void afterTheDrainNoChangeIsInFlight() {
    assertThat(RecheckPolicy.of(migration(20), Rounds.FINAL, Optional.empty()).interval()).isEqualTo(Duration.ofSeconds(1));
  }
}
