package dev.tideway.local.cloud;

import java.util.List;
import java.util.Random;

/**
 * Decides what AWS does not define, differently in each run, so that no code depends on one behaviour. The seed is printed; the system
 * property {@code tideway.seed} repeats a run.
 *
 * @param seed the seed of all decisions
 */
record Chance(long seed) {
  static Chance ofThisRun() {
    return new Chance(Long.getLong("tideway.seed", new Random().nextInt(1_000_000)));
  }

  /**
   * The service name under which DMS receives its roles. The DMS user guide's policies use the global principal, its trust policies for
   * roles that read secrets use the regional one. The guide does not state which of them {@code iam:PassedToService} contains.
   */
  String passedToService(String region) {
    return List.of("dms.amazonaws.com", "dms." + region + ".amazonaws.com").get(Math.floorMod(seed, 2));
  }
}
