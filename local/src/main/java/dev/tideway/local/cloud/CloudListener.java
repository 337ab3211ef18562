package dev.tideway.local.cloud;

import java.util.Map;

/** Receives what happens in the local cloud, from any thread; must return quickly. */
public interface CloudListener {
  /** A message was published to a topic. */
  default void published(String topicArn, String subject, String message, Map<String, String> attributes) {}

  /** A function answered, failed, or was killed. */
  default void invoked(Invocation invocation) {}

  /** A function wrote a line to its log. */
  default void logged(String function, String line) {}

  /** IAM or the network denied a call. */
  default void denied(Denial denial) {}
}
