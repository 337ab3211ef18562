package dev.tideway.run;

import java.util.Optional;

/**
 * One figure.
 *
 * @param measure what was measured
 * @param value how much, in the measure's unit
 * @param of what it belongs to, if that is not what the whole call is about
 */
public record Measurement(Measure measure, double value, Optional<LogContext> of) {
  /** Of what the call is about. */
  public Measurement(Measure measure, double value) {
    this(measure, value, Optional.empty());
  }

  /** What is measured. docs/operating.md lists them. */
  public enum Measure {
    /** Rows compared in one round of the verification. */
    rowsVerified("RowsVerified", false),
    /** Rows of that round that differ for good. */
    mismatches("Mismatches", false),
    /** How far replication is behind, the slowest task's. */
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

    /** Whether its unit is seconds; otherwise it is a number of things. */
    public boolean inSeconds() {
      return seconds;
    }
  }
}
