package dev.tideway.local.demo;

import dev.tideway.local.dms.DmsTimings;
import java.time.Duration;

/** How quickly time passes in the local cloud. */
public enum Pace {
  /** A minute lasts a second, and DMS takes moments: to see a whole migration in two minutes. */
  quick,
  /** AWS's own time for all that a cutover waits for: to know how long writes will stand still. */
  aws;

  Duration minute() {
    return this == aws ? Duration.ofMinutes(1) : Duration.ofSeconds(1);
  }

  DmsTimings timings() {
    return this == aws ? DmsTimings.aws() : DmsTimings.visible();
  }

  /** The lag that counts as caught up: above what this pace always has while the writer writes. */
  int maxLagSeconds() {
    return this == aws ? 10 : 2;
  }
}
