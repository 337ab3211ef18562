package dev.tideway.replication;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;

/** CloudWatch's alarms as a map. */
final class FakeCloudWatch implements CloudWatchClient {
  final Map<String, PutMetricAlarmRequest> alarms = new TreeMap<>();

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
