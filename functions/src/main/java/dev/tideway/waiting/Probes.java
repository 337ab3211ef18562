package dev.tideway.waiting;

/** Asks the functions inside the VPC what only a database knows. The answer comes as an event. */
@FunctionalInterface
interface Probes {
  void ask(Probe probe, Question question);
}
