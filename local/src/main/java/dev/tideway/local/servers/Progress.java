package dev.tideway.local.servers;

/** Receives what a long step is doing, in readable lines. */
@FunctionalInterface
public interface Progress {
  /** Receives one line, without a line end. */
  void report(String line);

  /** Ignores all lines. */
  static Progress silent() {
    return line -> {};
  }
}
