package dev.tideway.local.cloud;

import java.util.List;
import java.util.Random;

/**
 * Decides what AWS leaves open, anew in every run, so that nobody comes to rely on one way of it. The seed is printed; the system
 * property {@code tideway.seed} brings the same run again.
 *
 * @param seed what all decisions follow from
 */
record Chance(long seed) {
  static Chance ofThisRun() {
    return new Chance(Long.getLong("tideway.seed", new Random().nextInt(1_000_000)));
  }

  /**
   * As which service DMS takes the roles it is given. The DMS user guide's policies name the global principal, its trust policies for
   * roles that read secrets the regional one; which of them {@code iam:PassedToService} holds, it does not say.
   */
  String passedToService(String region) {
    return List.of("dms.amazonaws.com", "dms." + region + ".amazonaws.com").get(Math.floorMod(seed, 2));
  }
}
