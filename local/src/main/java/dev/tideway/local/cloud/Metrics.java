package dev.tideway.local.cloud;

import java.time.Instant;
import java.util.Map;

/** Receives CloudWatch datapoints. */
@FunctionalInterface
public interface Metrics {
  /** Publishes one datapoint, in the unit that AWS documents for the metric. */
  void put(String namespace, String name, Map<String, String> dimensions, double value, Instant time);
}
