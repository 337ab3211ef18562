package dev.tideway.error;

/** The plan found blockers: the message lists them. Nothing has been created. */
public final class PlanBlocked extends NeedsPerson {
  /** Takes the blockers as text. */
  public PlanBlocked(String message) {
    super(ErrorCode.PLAN_BLOCKED, message, null);
  }
}
