package dev.tideway.operations;

/** Stores which messages were sent, so that repeated events do not cause repeated messages. */
public interface SentMessages {
  /** Claims the message. Returns true if it is not sent yet and no other function is sending it now. */
  boolean claim(String id);

  /** Records that the message is sent. */
  void done(String id);
}
