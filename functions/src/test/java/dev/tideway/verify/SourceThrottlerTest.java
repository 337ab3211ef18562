package dev.tideway.verify;

import dev.tideway.run.Migration;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SourceThrottlerTest {
  @Test
  void functionsThatWorkAtTheSameTimeDivideTheShare() {
    Migration.SourceLimits limits = new Migration.SourceLimits(16, 1000, 40);
    assertThat(share(limits, 1)).isCloseTo(0.4, within(1e-9));
    assertThat(share(limits, 4)).isCloseTo(0.1, within(1e-9));
    assertThat(SourceThrottler.Limits.of(limits, 4).threadsRunning()).isEqualTo(16);
  }

  private static double share(Migration.SourceLimits limits, int functions) {
    return new SourceThrottler(SourceThrottler.Limits.of(limits, functions), () -> Duration.ofMinutes(1)).share();
  }
}
