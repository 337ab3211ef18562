package dev.tideway.error;

import java.util.Arrays;

/** Describes an unexpected exception. The exception's own message may contain values of rows and is never shown. */
public final class Defect {
  private static final String OURS = "dev.tideway.";

  private Defect() {}

  /** The exception's class and the line of the application where it occurred, for a report: {@code IllegalStateException at Ddl.java:41}. */
  public static String of(Throwable thrown) {
    String place =
        Arrays.stream(thrown.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith(OURS))
            .findFirst()
            .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber())
            .orElse("");
    return thrown.getClass().getSimpleName() + place;
  }
}
