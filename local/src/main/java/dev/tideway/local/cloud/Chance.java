package dev.tideway.local.cloud;

import java.util.List;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what AWS leaves open, anew in every run, so that nobody comes to rely on one way of it. The seed is printed; the system
 * property {@code tideway.seed} brings the same run again.
 *
 * @param seed what all decisions follow from
 */
record Chance(long seed) {
  private static final Logger LOG = LoggerFactory.getLogger(Chance.class);

  static Chance ofThisRun() {
    return new Chance(Long.getLong("tideway.seed", new Random().nextInt(1_000_000)));
  }

  /**
   * As which service DMS takes the roles it is given. The DMS user guide's policies name the global principal, its trust policies for
   * roles that read secrets the regional one; which of them {@code iam:PassedToService} holds, it does not say.
   */
  String passedToService(String region) {
    String service = List.of("dms.amazonaws.com", "dms." + region + ".amazonaws.com").get(Math.floorMod(seed, 2));
    LOG.info("By the seed {} (-Dtideway.seed brings it again), DMS takes roles as {}", seed, service);
    return service;
  }
}
