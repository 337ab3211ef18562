package dev.tideway.local.commands;

/** A command that cannot do what the user wants; the message gives the reason and the fix. */
final class Refused extends RuntimeException {
  Refused(String message) {
    super(message);
  }
}
