package dev.tideway.preflight;

import dev.tideway.request.Finding;
import java.util.List;

/** One thing that decides whether a migration can succeed. Adding one is one method and one line in {@link Checks#ALL}. */
record Check(String name, Run run) {
  /** Looks. */
  @FunctionalInterface
  interface Run {
    /** What a person should know; empty if all is well. */
    List<Finding> look(Situation situation);
  }
}
