package dev.tideway.local.cloud;

import java.time.Duration;
import java.util.Optional;

/**
 * One invocation of a function that has ended.
 *
 * @param function the function's name
 * @param requestId the request id
 * @param duration from hand-over to answer, without the start of the process
 * @param coldStart whether a process was started for it
 * @param error the error type if it failed, for example {@code Sandbox.Timedout}
 */
public record Invocation(String function, String requestId, Duration duration, boolean coldStart, Optional<String> error) {}
