package dev.tideway.error;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A wait ended without its condition: it can never hold, or it did not hold within its limit. */
public final class WaitFailed extends NeedsPerson {
  private static final Pattern CODED = Pattern.compile("(?s)(TW-E\\d+): (.*)");

  private WaitFailed(String code, String message) {
    super(code, message, null);
  }

  /** The condition can never hold; the explanation says why, under the code it begins with if it has one of its own. */
  public static WaitFailed never(String explanation) {
    Matcher coded = CODED.matcher(explanation);
    return coded.matches() ? new WaitFailed(coded.group(1), coded.group(2)) : new WaitFailed("TW-E051", explanation);
  }

  /** The limit passed; the explanation says how far it had come. */
  public static WaitFailed late(String explanation) {
    return new WaitFailed("TW-E052", explanation);
  }
}
