package dev.tideway.error;

/** The person who must act on an error or a finding. The constants print as messages and documents name these people. */
public enum Actor {
  /** The migration continues by itself, or nothing needs to be done. */
  NOBODY("nobody"),
  /** Starts executions, reads messages, writes the request. */
  OPERATOR("whoever runs the migration"),
  /** May alter the source's schema, rows, settings and accounts. */
  SOURCE("the source's administrator"),
  /** May alter the target's schema, rows, settings and accounts. */
  TARGET("the target's administrator"),
  /** The administrator of the source or of the target; the message says which. */
  DATABASE("the administrator of the database that the message names"),
  /** Write the statements that the application sends to both databases. */
  APPLICATION("the application's developers"),
  /** May alter the stack, the network, roles, secrets and quotas. */
  AWS("the AWS account's administrator"),
  /** The error is a defect in Tideway. */
  DEVELOPERS("Tideway's developers");

  private final String text;

  Actor(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
