package dev.tideway.local.demo;

import java.util.Locale;

/** A yes-or-no question to the user at the keyboard. */
final class LocalQuestion {
  private LocalQuestion() {}

  /** Whether the answer was yes; the end of the input counts as no. */
  static boolean ask(String text) {
    String answer = System.console().readLine("%s", text);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
