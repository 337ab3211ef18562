package dev.tideway.error;

/** How much a finding matters. */
public enum Severity {
  /** The migration cannot continue. */
  blocker,
  /** The migration can continue, with a loss or a risk that a person should know. */
  warning,
  /** Worth knowing. */
  info
}
