package dev.tideway.waiting;

import dev.tideway.run.Question;

/** Invokes the functions inside the VPC that evaluate conditions in a database. The answer arrives as an event. */
@FunctionalInterface
public interface Probes {
  void ask(Probe probe, Question question);
}
