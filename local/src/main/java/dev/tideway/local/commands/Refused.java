package dev.tideway.local.commands;

/** A command that cannot do what it was told; the message says why and what to do. */
final class Refused extends RuntimeException {
  Refused(String message) {
    super(message);
  }
}
