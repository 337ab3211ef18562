package dev.tideway.local.demo;

import dev.tideway.local.dms.DmsTimings;
import java.time.Duration;

/** How fast time passes in the local cloud. */
public enum Pace {
  /** A minute lasts a second, and DMS takes moments: a whole migration takes two minutes. */
  quick,
  /** AWS's real times for everything that a cutover waits for: measures how long the writes stop. */
  aws;

  Duration minute() {
    return this == aws ? Duration.ofMinutes(1) : Duration.ofSeconds(1);
  }

  DmsTimings timings() {
    return this == aws ? DmsTimings.aws() : DmsTimings.visible();
  }

  /** The lag that counts as caught up: above the usual lag at this pace while the writer writes. */
  int maxLagSeconds() {
    return this == aws ? 10 : 2;
  }
}
