package dev.tideway.lambda;

import dev.tideway.run.LogContext;
import dev.tideway.run.Measured;
import dev.tideway.run.Measurement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * Writes figures into the log in CloudWatch's embedded metric format. The dimensions are the service, and the migration or the error's code. There are no others, since each
 * combination of their values is a metric that costs money. Other values are metadata.
 */
final class FunctionMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionMetrics.class);
  private static final List<String> METADATA = List.of("migration", "execution", "phase", "state", "action", "code", "function_request_id", "xray_trace_id");

  private FunctionMetrics() {}

  /** Writes the figures of a result. */
  static void of(Object answer) {
    if (answer instanceof Measured measured) {
      Map<Optional<LogContext>, List<Measurement>> groups =
          measured.measurements().stream().collect(Collectors.groupingBy(Measurement::of, LinkedHashMap::new, Collectors.toList()));
      groups.forEach(
          (of, measurements) -> of.ifPresentOrElse(context -> context.during(() -> write("migration", measurements)), () -> write("migration", measurements)));
    }
  }

  /** Counts a failure of the function, with the error code from the log context. */
  static void failure() {
    write("code", metrics -> metrics.addMetric("FunctionErrors", 1, MetricUnit.COUNT));
  }

  private static void write(String dimension, List<Measurement> measurements) {
    write(
        dimension,
        metrics ->
            measurements.forEach(m -> metrics.addMetric(m.measure().metric(), m.value(), m.measure().inSeconds() ? MetricUnit.SECONDS : MetricUnit.COUNT)));
  }

  private static void write(String dimension, Consumer<Metrics> figures) {
    try {
      Metrics metrics = MetricsFactory.getMetricsInstance();
      figures.accept(metrics);
      metrics.clearDefaultDimensions();
      metrics.addDimension(DimensionSet.of("service", MDC.get("service"), dimension, Optional.ofNullable(MDC.get(dimension)).orElse("none")));
      METADATA.stream().filter(member -> !member.equals(dimension) && MDC.get(member) != null).forEach(member -> metrics.addMetadata(member, MDC.get(member)));
      metrics.flush();
    } catch (RuntimeException e) {
      // a missing figure must not make the function fail
      LOG.warn("figures are lost", e);
    }
  }
}
