package dev.tideway.run;

import java.util.List;

/** An answer that holds figures for CloudWatch. Whoever gives such an answer need do nothing else. */
public interface Measured {
  /** The figures; never the value of a row. */
  List<Measurement> measurements();
}
