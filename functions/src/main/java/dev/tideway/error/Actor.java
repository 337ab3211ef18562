package dev.tideway.error;

/** Who does what an error or a finding asks for. Prints as messages and documents name them. */
public enum Actor {
  /** It goes on by itself, or asks for nothing. */
  NOBODY("nobody"),
  /** Starts executions, reads messages, writes the request. */
  OPERATOR("whoever runs the migration"),
  /** May alter the source's schema, rows, settings and accounts. */
  SOURCE("the source's administrator"),
  /** May alter those of the target. */
  TARGET("the target's administrator"),
  /** One of these two: the message says which. */
  DATABASE("the administrator of the database that the message names"),
  /** Writes the statements that both databases see. */
  APPLICATION("the application's developers"),
  /** May alter the stack, the network, roles, secrets and quotas. */
  AWS("the AWS account's administrator"),
  /** It is a defect. */
  DEVELOPERS("Tideway's developers");

  private final String words;

  Actor(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
