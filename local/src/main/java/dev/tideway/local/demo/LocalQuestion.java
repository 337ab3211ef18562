package dev.tideway.local.demo;

import java.util.Locale;

/** A yes-or-no question to the person at the keyboard. */
final class LocalQuestion {
  private LocalQuestion() {}

  /** Whether the answer was yes; at the end of the input nobody can say so. */
  static boolean ask(String text) {
    String answer = System.console().readLine("%s", text);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
