package dev.tideway.dms;

import dev.tideway.local.cloud.Metrics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;

/** Datapoints and names of alarms, in memory; all dimensions must match, as in CloudWatch. */
final class MemoryCloudWatch implements CloudWatchClient, Metrics {
  private final List<Datapoint> datapoints = new CopyOnWriteArrayList<>();
  final Set<String> alarms = new ConcurrentSkipListSet<>();

  private record Datapoint(String namespace, String name, Map<String, String> dimensions, double value, Instant time) {}

  @Override
  public void put(String namespace, String name, Map<String, String> dimensions, double value, Instant time) {
    datapoints.add(new Datapoint(namespace, name, dimensions, value, time));
  }

  @Override
  public GetMetricDataResponse getMetricData(GetMetricDataRequest r) {
    return GetMetricDataResponse.builder().metricDataResults(r.metricDataQueries().stream().map(q -> result(q, r)).toList()).build();
  }

  private MetricDataResult result(MetricDataQuery query, GetMetricDataRequest r) {
    Metric metric = query.metricStat().metric();
    Map<String, String> dimensions = metric.dimensions().stream().collect(Collectors.toMap(Dimension::name, Dimension::value));
    long period = query.metricStat().period();
    TreeMap<Instant, Double> values = new TreeMap<>();
    for (Datapoint d : datapoints) {
      boolean same = d.namespace().equals(metric.namespace()) && d.name().equals(metric.metricName()) && d.dimensions().equals(dimensions);
      if (same && !d.time().isBefore(r.startTime()) && d.time().isBefore(r.endTime())) {
        values.merge(Instant.ofEpochSecond(Math.floorDiv(d.time().getEpochSecond(), period) * period), d.value(), Math::max);
      }
    }
    return MetricDataResult.builder().id(query.id()).timestamps(values.keySet()).values(values.values()).build();
  }

  @Override
  public PutMetricAlarmResponse putMetricAlarm(PutMetricAlarmRequest r) {
    alarms.add(r.alarmName());
    return PutMetricAlarmResponse.builder().build();
  }

  @Override
  public DeleteAlarmsResponse deleteAlarms(DeleteAlarmsRequest r) {
    alarms.removeAll(r.alarmNames());
    return DeleteAlarmsResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    datapoints.clear();
  }
}
