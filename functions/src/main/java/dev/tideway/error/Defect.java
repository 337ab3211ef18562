package dev.tideway.error;

import java.util.Arrays;

/** Words for an exception that nobody thought of. Its own text may hold values of rows, and is told nobody. */
public final class Defect {
  private static final String OURS = "dev.tideway.";

  private Defect() {}

  /** What was thrown and at which line of the application, for a report: {@code IllegalStateException at Ddl.java:41}. */
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
