package dev.tideway.run;

/**
 * What a probe is asked. Lambda repeats it in the record of the invocation's end.
 *
 * @param run the run that waits
 * @param state the state that waits
 * @param lease names this question: asynchronous invocations may come twice, or too late
 */
public record Question(Run run, String state, String lease) implements OfRun {}
