package dev.tideway.preflight;

import dev.tideway.request.Finding;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs all checks; one that fails to run is a finding of its own, never a pass and never the end of the others. */
final class Preflight {
  private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

  private Preflight() {}

  static List<Finding> look(List<Check> checks, Situation situation) {
    List<Finding> findings = new ArrayList<>();
    for (Check check : checks) {
      try {
        findings.addAll(check.run().look(situation));
      } catch (RuntimeException e) {
        LOG.error("the check \"{}\" failed", check.name(), e);
        findings.add(
            Finding.blocker(
                "TW-P099", "check \"" + check.name() + "\"", "the check itself failed: " + e, "a check that can say yes or no",
                "report it with the log of the function preflight"));
      }
    }
    return findings;
  }
}
