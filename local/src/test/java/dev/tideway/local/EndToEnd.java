package dev.tideway.local;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test of the whole application. It waits more than it computes, so it runs in parallel with the remaining tests, but only one of its kind at a time:
 * they share one local cloud and its servers ({@link dev.tideway.local.servers.TestServers#ofTheApplication}).
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the application")
public @interface EndToEnd {}
