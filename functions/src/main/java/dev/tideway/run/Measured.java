package dev.tideway.run;

import java.util.List;

/** A result with figures for CloudWatch. {@code FunctionMetrics} writes them; the handler only returns the result. */
public interface Measured {
  /** The figures; never the value of a row. */
  List<Measurement> measurements();
}
