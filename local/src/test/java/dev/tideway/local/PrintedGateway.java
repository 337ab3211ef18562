package dev.tideway.local;

import dev.tideway.local.cloud.CloudListener;

/** Prints the gateway's own lines, the seed of the run first, so that a failed run can be repeated. */
class PrintedGateway implements CloudListener {
  @Override
  public void logged(String function, String line) {
    if (function.equals("gateway")) {
      System.out.println("local cloud: " + line);
    }
  }
}
