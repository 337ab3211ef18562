package dev.tideway.schema;

import java.util.Optional;

/**
 * How far the index build is.
 *
 * @param done indexes that exist
 * @param running indexes of tables on which a job is queued or running
 * @param remaining indexes that no job builds yet
 * @param failure table, index and error of a job that was rolled back
 */
record IndexProgress(int done, int running, int remaining, Optional<String> failure) {
  boolean complete() {
    return failure.isEmpty() && running == 0 && remaining == 0;
  }

  /** One line for people. */
  String explanation() {
    return failure.orElse(done + " of " + (done + running + remaining) + " indexes built, " + running + " being built");
  }
}
