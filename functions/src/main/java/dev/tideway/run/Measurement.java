package dev.tideway.run;

import java.util.Optional;

/**
 * One figure.
 *
 * @param measure what was measured
 * @param value the figure, in the measure's unit
 * @param of what the figure belongs to, if this differs from the context of the call
 */
public record Measurement(Measure measure, double value, Optional<LogContext> of) {
  /** A figure that belongs to the context of the call. */
  public Measurement(Measure measure, double value) {
    this(measure, value, Optional.empty());
  }

  /** What is measured. docs/operating.md lists them. */
  public enum Measure {
    /** Rows compared in one round of the verification. */
    rowsVerified("RowsVerified", false),
    /** Rows of that round that still differ after all rechecks. */
    mismatches("Mismatches", false),
    /** Replication lag of the slowest task. */
    replicationLag("ReplicationLag", true),
    /** How long a wait has been open. */
    waitAge("WaitAge", true),
    /** From the freeze to "switch now". */
    writeDowntime("WriteDowntime", true);

    private final String metric;
    private final boolean seconds;

    Measure(String metric, boolean seconds) {
      this.metric = metric;
      this.seconds = seconds;
    }

    /** The metric's name in CloudWatch. */
    public String metric() {
      return metric;
    }

    /** Whether its unit is seconds; otherwise it is a count. */
    public boolean inSeconds() {
      return seconds;
    }
  }
}
