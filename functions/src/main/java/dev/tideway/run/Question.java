package dev.tideway.run;

/**
 * The input of a probe. Lambda includes it in the invocation record that it sends when the probe ends.
 *
 * @param run the run that waits
 * @param state the state that waits
 * @param lease unique id of this question: an asynchronous invocation may be delivered twice, or too late
 */
public record Question(Run run, String state, String lease) implements OfRun {}
