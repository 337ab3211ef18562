package dev.tideway.run;

/** The input of an action that works for one execution. */
public interface OfRun {
  /** The execution. */
  Run run();
}
