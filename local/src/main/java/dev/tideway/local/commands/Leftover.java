package dev.tideway.local.commands;

/**
 * One thing that an uninstallation finds and removes.
 *
 * @param kind what it is
 * @param name which one
 * @param note what a person should know before it goes; may be empty
 * @param removal asks for its end; asked again and again until it is not found any more, so that it does nothing to what is on its way
 */
record Leftover(String kind, String name, String note, Removal removal) {
  /** Asks for the end of something. */
  @FunctionalInterface
  interface Removal {
    void ask();
  }

  /** It cannot go yet, for a reason that may pass. */
  static final class NotYet extends RuntimeException {
    NotYet(String reason) {
      super(reason);
    }
  }

  String label() {
    return kind + " " + name;
  }
}
