package dev.tideway.error;

/** A wait ended without its condition: it can never hold, or it did not hold within its limit. */
public final class WaitFailed extends NeedsPerson {
  private WaitFailed(String code, String message) {
    super(code, message, null);
  }

  /** The condition can never hold; the explanation says why. */
  public static WaitFailed never(String explanation) {
    return new WaitFailed("TW-E051", explanation);
  }

  /** The limit passed; the explanation says how far it had come. */
  public static WaitFailed late(String explanation) {
    return new WaitFailed("TW-E052", explanation);
  }
}
