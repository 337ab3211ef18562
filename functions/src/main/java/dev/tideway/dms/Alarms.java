package dev.tideway.dms;

import dev.tideway.aws.ResourceKind;
import dev.tideway.run.Locks;
import dev.tideway.run.Run;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

/**
 * CloudWatch alarms that notify people of problems during a migration. The metrics of a task carry the task's identifiers, so Tideway can create its alarms
 * only after the task exists: the storage alarm when the load begins, the lag alarm when replication begins. Missing lag data counts as lag, because a task
 * that ends sends no more metrics.
 */
public final class Alarms {
  private static final int PERIOD_SECONDS = 60;
  private static final int PERIODS = 10;
  private static final double LAG_SECONDS = 600;
  private static final double FREE_STORAGE_SHARE = 0.1;
  private static final List<String> LAG = List.of("CDCLatencySource", "CDCLatencyTarget");
  private static final String STORAGE = "FreeStorageSpace";

  private final CloudWatchClient cloudWatch;
  private final Locks locks;
  private final String topic;

  public Alarms(CloudWatchClient cloudWatch, Locks locks, String topic) {
    this.cloudWatch = cloudWatch;
    this.locks = locks;
    this.topic = topic;
  }

  /** Creates the alarm on the instance's disk. Cached changes fill the disk during the load. */
  public void watchStorage(Run run, int storageGb) {
    ResourceNames names = new ResourceNames(run.migration());
    put(
        run,
        alarm(names.alarm(names.instance(), STORAGE), STORAGE, dimension("ReplicationInstanceIdentifier", names.instance()))
            .alarmDescription("Tideway migration " + run.migration() + ": the replication instance's disk is nearly full")
            .comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD)
            .threshold(storageGb * FREE_STORAGE_SHARE * 1024 * 1024 * 1024)
            .evaluationPeriods(1)
            .treatMissingData("missing"));
  }

  /** Creates the alarm on how far the target is behind the source. */
  public void watchLag(Run run, ReplicationTask task) {
    ResourceNames names = new ResourceNames(run.migration());
    for (String metric : LAG) {
      put(
          run,
          alarm(
                  names.alarm(task.replicationTaskIdentifier(), metric),
                  metric,
                  dimension("ReplicationInstanceIdentifier", names.instance()),
                  dimension("ReplicationTaskIdentifier", lastPart(task.replicationTaskArn())))
              .alarmDescription("Tideway migration " + run.migration() + ": changes arrive late, or the task has stopped")
              .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
              .threshold(LAG_SECONDS)
              .evaluationPeriods(PERIODS)
              .treatMissingData("breaching"));
    }
  }

  /** Deletes the lag alarm: a task that is stopped on purpose reports no lag. */
  public static void forgetLag(CloudWatchClient cloudWatch, Locks locks, Run run, ReplicationTask task) {
    ResourceNames names = new ResourceNames(run.migration());
    delete(cloudWatch, locks, run, LAG.stream().map(metric -> names.alarm(task.replicationTaskIdentifier(), metric)).toList());
  }

  /** Deletes alarms. A name that does not exist is no error. */
  static void delete(CloudWatchClient cloudWatch, Locks locks, Run run, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    cloudWatch.deleteAlarms(r -> r.alarmNames(names));
    names.forEach(name -> locks.removed(run.migration(), run.fence(), ResourceKind.ALARM.of(name)));
  }

  private PutMetricAlarmRequest.Builder alarm(String name, String metric, Dimension... dimensions) {
    return PutMetricAlarmRequest.builder()
        .alarmName(name)
        .namespace("AWS/DMS")
        .metricName(metric)
        .dimensions(dimensions)
        .statistic(Statistic.AVERAGE)
        .period(PERIOD_SECONDS)
        .alarmActions(topic);
  }

  private void put(Run run, PutMetricAlarmRequest.Builder request) {
    PutMetricAlarmRequest alarm = request.build();
    cloudWatch.putMetricAlarm(alarm);
    locks.created(run.migration(), run.fence(), ResourceKind.ALARM.of(alarm.alarmName()));
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  /** The task's identifier in metrics is the last part of its ARN (AWS DMS user guide, "Monitoring"). */
  static String lastPart(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }
}
