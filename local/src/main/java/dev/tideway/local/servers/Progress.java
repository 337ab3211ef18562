package dev.tideway.local.servers;

/** Hears what a long step is doing, in lines a person reads. */
@FunctionalInterface
public interface Progress {
  /** Takes one line, without a line end. */
  void say(String line);

  /** Hears nothing. */
  static Progress silent() {
    return line -> {};
  }
}
