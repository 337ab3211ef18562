package dev.tideway.operations;

/** Remembers what was sent, so that repeated events do not become repeated messages. */
public interface SentMessages {
  /** Whether this message is ours to send: not sent yet, and nobody is sending it right now. */
  boolean claim(String id);

  /** It is sent. */
  void done(String id);
}
