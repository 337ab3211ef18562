package dev.tideway.waiting;

import dev.tideway.run.Question;

/** Asks the functions inside the VPC what only a database knows. The answer comes as an event. */
@FunctionalInterface
public interface Probes {
  void ask(Probe probe, Question question);
}
