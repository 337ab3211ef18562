package dev.tideway.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** The replication lag of tasks, as DMS reports it to CloudWatch (AWS DMS user guide, "Replication task metrics"). */
public final class DmsLag {
  /** DMS publishes one datapoint per minute (AWS DMS user guide, "Monitoring"). */
  private static final String PERIOD = "60";

  /** GetMetricData accepts 500 queries per call (CloudWatch API reference). Each task needs two. */
  private static final int TASKS_PER_CALL = 250;

  private final CloudWatchClient cloudWatch;
  private final int periodSeconds;

  /**
   * Creates the reader with the client that it uses.
   *
   * @param periodSeconds seconds between datapoints
   */
  public DmsLag(CloudWatchClient cloudWatch, int periodSeconds) {
    this.cloudWatch = cloudWatch;
    this.periodSeconds = periodSeconds;
  }

  /** Seconds between datapoints in this account. A simulated DMS may publish more often than DMS. */
  public static int period() {
    return Integer.parseInt(System.getenv().getOrDefault("TIDEWAY_METRIC_PERIOD", PERIOD));
  }

  /**
   * One datapoint.
   *
   * @param time earliest time at which it was measured
   * @param seconds the larger of CDCLatencySource and CDCLatencyTarget
   */
  public record Point(Instant time, double seconds) {}

  /**
   * The datapoints of each task since that time, oldest first. Only times with both latencies, source and target, are included.
   *
   * @param tasks identifier of the replication instance by ARN of the task: the metrics have both as dimensions
   */
  public Map<String, List<Point>> since(Instant since, Instant now, Map<String, String> tasks) {
    Map<String, List<Point>> found = new HashMap<>();
    List<String> arns = List.copyOf(tasks.keySet());
    for (int from = 0; from < arns.size(); from += TASKS_PER_CALL) {
      List<String> part = arns.subList(from, Math.min(arns.size(), from + TASKS_PER_CALL));
      List<MetricDataQuery> queries = new ArrayList<>();
      for (int i = 0; i < part.size(); i++) {
        queries.add(query("s" + i, "CDCLatencySource", part.get(i), tasks.get(part.get(i))));
        queries.add(query("t" + i, "CDCLatencyTarget", part.get(i), tasks.get(part.get(i))));
      }
      Map<String, Map<Instant, Double>> values = new HashMap<>();
      cloudWatch
          .getMetricDataPaginator(
              r -> r.metricDataQueries(queries).startTime(since).endTime(now.plusSeconds(periodSeconds)).scanBy(ScanBy.TIMESTAMP_ASCENDING))
          .stream()
          .flatMap(page -> page.metricDataResults().stream())
          .forEach(result -> values.computeIfAbsent(result.id(), id -> new TreeMap<>()).putAll(points(result)));
      for (int i = 0; i < part.size(); i++) {
        found.put(part.get(i), both(values.getOrDefault("s" + i, Map.of()), values.getOrDefault("t" + i, Map.of())));
      }
    }
    return found;
  }

  private MetricDataQuery query(String id, String metric, String taskArn, String instance) {
    Metric which =
        Metric.builder()
            .namespace("AWS/DMS")
            .metricName(metric)
            .dimensions(
                Dimension.builder().name("ReplicationInstanceIdentifier").value(instance).build(),
                Dimension.builder().name("ReplicationTaskIdentifier").value(taskArn.substring(taskArn.lastIndexOf(':') + 1)).build())
            .build();
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(MetricStat.builder().metric(which).period(periodSeconds).stat("Maximum").build())
        .build();
  }

  private static Map<Instant, Double> points(MetricDataResult result) {
    Map<Instant, Double> points = new HashMap<>();
    for (int i = 0; i < result.timestamps().size(); i++) {
      points.put(result.timestamps().get(i), result.values().get(i));
    }
    return points;
  }

  /** One latency alone is not enough: DMS may read the source while it writes nothing to the target, or the reverse. */
  private static List<Point> both(Map<Instant, Double> source, Map<Instant, Double> target) {
    return source.entrySet().stream()
        .filter(e -> target.containsKey(e.getKey()))
        .map(e -> new Point(e.getKey(), Math.max(e.getValue(), target.get(e.getKey()))))
        .sorted((a, b) -> a.time().compareTo(b.time()))
        .toList();
  }
}
