package dev.tideway.waiting;

import dev.tideway.request.Run;

/** Asks the functions inside the VPC what only a database knows. */
@FunctionalInterface
interface Probes {
  /** The function's verdict; a function that fails for the moment says "not yet". */
  Verdict ask(World.Probe probe, Run run);
}
