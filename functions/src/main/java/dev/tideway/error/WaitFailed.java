package dev.tideway.error;

/** A wait ended without its condition: it can never hold, or it did not hold within its limit. */
public final class WaitFailed extends NeedsPerson {
  private WaitFailed(ErrorCode code, String message) {
    super(code, message, null);
  }

  /** The condition can never hold; the explanation says why, under the code it begins with if it has one of its own. */
  public static WaitFailed never(String explanation) {
    return CodedText.of(explanation)
        .flatMap(coded -> coded.kind().map(code -> new WaitFailed(code, coded.text())))
        .orElseGet(() -> new WaitFailed(ErrorCode.WAIT_HOPELESS, explanation));
  }

  /** The limit passed; the explanation says how far it had come. */
  public static WaitFailed late(String explanation) {
    return new WaitFailed(ErrorCode.WAIT_TOO_LONG, explanation);
  }
}
