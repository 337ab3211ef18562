package dev.tideway.local.cloud;

import java.time.Duration;
import java.util.Optional;

/**
 * One completed invocation of a function.
 *
 * @param function the function's name
 * @param requestId the request id
 * @param duration from the delivery of the event to the answer, without the start of the process
 * @param coldStart whether a process was started for it
 * @param error the error type if it failed, for example {@code Sandbox.Timedout}
 */
public record Invocation(String function, String requestId, Duration duration, boolean coldStart, Optional<String> error) {}
