package dev.tideway.dms;

import java.util.Arrays;

/** TableState of DescribeTableStatistics, with DMS's text for each state. */
public enum TableState {
  /** The source has no such table. */
  MISSING("Table does not exist"),
  /** The load of the table has not begun. */
  BEFORE_LOAD("Before load"),
  /** DMS is copying the rows. */
  LOADING("Full load"),
  /** DMS has copied the rows and applies changes. */
  COMPLETED("Table completed"),
  /** A person has cancelled the table. */
  CANCELLED("Table cancelled"),
  /** Suspended: DMS does not apply changes of this table any more. */
  ERROR("Table error"),
  /** DMS empties the table and copies it again. */
  RELOADING("Table is being reloaded"),
  /** A text that this version does not know: never success. */
  UNKNOWN("");

  private final String text;

  TableState(String text) {
    this.text = text;
  }

  /** The state of that text. */
  public static TableState of(String text) {
    return Arrays.stream(values()).filter(s -> s.text.equalsIgnoreCase(text)).findFirst().orElse(UNKNOWN);
  }

  /** Whether the table is not complete and DMS will do nothing more with it by itself. */
  public boolean broken() {
    return this == MISSING || this == CANCELLED || this == ERROR;
  }
}
