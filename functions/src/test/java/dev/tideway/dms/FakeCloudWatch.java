package dev.tideway.dms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

/** CloudWatch's alarms as a map, and the datapoints of lag that a test sets. */
public final class FakeCloudWatch implements CloudWatchClient {
  public final Map<String, PutMetricAlarmRequest> alarms = new TreeMap<>();
  private final List<Datapoint> datapoints = new ArrayList<>();

  private record Datapoint(String task, String metric, Instant time, double value) {}

  public void lag(String task, String metric, Instant time, double seconds) {
    datapoints.add(new Datapoint(task, metric, time, seconds));
  }

  @Override
  public GetMetricDataResponse getMetricData(GetMetricDataRequest r) {
    return GetMetricDataResponse.builder().metricDataResults(r.metricDataQueries().stream().map(query -> result(query, r)).toList()).build();
  }

  private MetricDataResult result(MetricDataQuery query, GetMetricDataRequest r) {
    Metric metric = query.metricStat().metric();
    String task = metric.dimensions().stream()
        .filter(dimension -> dimension.name().equals("ReplicationTaskIdentifier"))
        .map(Dimension::value)
        .findFirst()
        .orElseThrow();
    List<Datapoint> found = datapoints.stream()
        .filter(d -> d.task().equals(task) && d.metric().equals(metric.metricName()) && !d.time().isBefore(r.startTime()) && d.time().isBefore(r.endTime()))
        .toList();
    return MetricDataResult.builder()
        .id(query.id())
        .timestamps(found.stream().map(Datapoint::time).toList())
        .values(found.stream().map(Datapoint::value).toList())
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    alarms.clear();
  }

  @Override
  public PutMetricAlarmResponse putMetricAlarm(PutMetricAlarmRequest r) {
    alarms.put(r.alarmName(), r);
    return PutMetricAlarmResponse.builder().build();
  }

  @Override
  public DeleteAlarmsResponse deleteAlarms(DeleteAlarmsRequest r) {
    r.alarmNames().forEach(alarms::remove);
    return DeleteAlarmsResponse.builder().build();
  }
}
