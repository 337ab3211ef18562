package dev.tideway.dms;

import java.util.List;
import java.util.Locale;

/**
 * What to do about a task that is not running. It is derived from the free text in StopReason and LastFailureMessage of DMS. Texts are matched with {@code
 * contains}: on a failed task the reason is part of a longer message (AWS DMS API reference, ReplicationTask.StopReason, and captured answers).
 */
public enum StopReason {
  /** Replication continues from the stored position. */
  RESUME,
  /** The position is lost or the load is incomplete: the tables must be loaded again. */
  RELOAD,
  /** Neither can be chosen automatically without risk: a person decides. */
  PERSON;

  private static final List<String> POSITION_LOST =
      List.of("could not find first log file", "has been purged", "purged binary logs", "binlog is gone", "error 1236", "(1236)");

  private static final List<String> RESUMABLE =
      List.of(
          "STOPPED_AFTER_FULL_LOAD",
          "STOPPED_AFTER_CACHED_EVENTS",
          "RECOVERABLE_ERROR",
          "STOPPED_DUE_TO_LOW_MEMORY",
          "STOPPED_AT_SERVER_TIME",
          "STOPPED_AT_COMMIT_TIME",
          "RECONFIGURATION_RESTART",
          "RECYCLE_TASK",
          "STOP REASON NORMAL");

  /** Reads both texts. A person decides about an unknown text. */
  public static StopReason of(String stopReason, String failure) {
    String text = stopReason + " " + failure;
    String lower = text.toLowerCase(Locale.ROOT);
    if (POSITION_LOST.stream().anyMatch(lower::contains)) {
      return RELOAD;
    }
    if (text.contains("FATAL_ERROR")) {
      return PERSON;
    }
    String upper = text.toUpperCase(Locale.ROOT);
    // a task that StopReplicationTask has stopped sometimes shows no reason
    return text.isBlank() || RESUMABLE.stream().anyMatch(upper::contains) ? RESUME : PERSON;
  }

  /** Whether the reason says that the load of every table ended. */
  public static boolean loadEnded(String stopReason) {
    return stopReason.contains("STOPPED_AFTER_FULL_LOAD") || stopReason.contains("STOPPED_AFTER_CACHED_EVENTS");
  }

  /** Whether the reason says that a full-load-only task has ended by itself. */
  public static boolean onlyLoadEnded(String stopReason) {
    return stopReason.contains("FULL_LOAD_ONLY_FINISHED");
  }
}
