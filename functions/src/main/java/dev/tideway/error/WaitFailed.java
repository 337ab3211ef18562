package dev.tideway.error;

/** A wait ended before its condition held: the condition can never hold, or it did not hold within the time limit. */
public final class WaitFailed extends NeedsPerson {
  private WaitFailed(ErrorCode code, String message) {
    super(code, message, null);
  }

  /** The condition can never hold. The explanation says why. If it begins with an error code, that code is used. */
  public static WaitFailed never(String explanation) {
    return CodedText.of(explanation)
        .flatMap(coded -> coded.kind().map(code -> new WaitFailed(code, coded.text())))
        .orElseGet(() -> new WaitFailed(ErrorCode.WAIT_HOPELESS, explanation));
  }

  /** The time limit passed. The explanation says how far the work was. */
  public static WaitFailed late(String explanation) {
    return new WaitFailed(ErrorCode.WAIT_TOO_LONG, explanation);
  }
}
