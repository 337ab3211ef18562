package dev.tideway.dms;

import java.util.Arrays;

/** TableState of DescribeTableStatistics, in DMS's words. */
public enum TableState {
  /** The source has no such table. */
  MISSING("Table does not exist"),
  /** Waiting for its turn. */
  BEFORE_LOAD("Before load"),
  /** Rows are being copied. */
  LOADING("Full load"),
  /** Copied; changes follow. */
  COMPLETED("Table completed"),
  /** Taken out by a person. */
  CANCELLED("Table cancelled"),
  /** Suspended: no change of this table is applied any more. */
  ERROR("Table error"),
  /** Emptied and copied again. */
  RELOADING("Table is being reloaded"),
  /** A word this version does not know: never success. */
  UNKNOWN("");

  private final String text;

  TableState(String text) {
    this.text = text;
  }

  /** The state of that text. */
  public static TableState of(String text) {
    return Arrays.stream(values()).filter(s -> s.text.equalsIgnoreCase(text)).findFirst().orElse(UNKNOWN);
  }

  /** Whether nothing more will happen to the table by itself, and it is not complete. */
  public boolean broken() {
    return this == MISSING || this == CANCELLED || this == ERROR;
  }
}
