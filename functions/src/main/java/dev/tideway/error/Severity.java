package dev.tideway.error;

/** How much a finding matters. */
public enum Severity {
  /** The migration cannot go on. */
  blocker,
  /** It can, with a loss or a risk that a person should know. */
  warning,
  /** Worth knowing. */
  info
}
