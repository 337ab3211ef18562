package dev.tideway.waiting;

import dev.tideway.aws.DmsLag;
import dev.tideway.run.Platform;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Creates the objects that the handlers of waits use. */
public final class WaitingClients {
  private WaitingClients() {}

  /** Creates one snapshot for a number of waits. */
  @FunctionalInterface
  public interface Snapshots {
    DmsSnapshot take(List<Wait> waits);
  }

  public static WaitStore waits() {
    return new DynamoDbWaits(Platform.dynamoDb(), Platform.variable("TIDEWAY_TABLE"));
  }

  public static Tokens tokens() {
    return new Tokens.StepFunctions(Platform.stepFunctions());
  }

  public static Probes probes() {
    return new Probes.Lambda(
        Platform.configure(LambdaClient.builder()).build(),
        Map.of(
            Probe.indexes, Platform.variable("TIDEWAY_PROBE_INDEXES"),
            Probe.freeze, Platform.variable("TIDEWAY_PROBE_FREEZE")));
  }

  public static Snapshots snapshots(DatabaseMigrationClient dms, CloudWatchClient cloudWatch, Clock clock) {
    int period = DmsLag.period();
    return waits -> {
      Instant now = clock.instant();
      return new LiveDmsSnapshot(now, WatchedResources.of(waits, now), dms, cloudWatch, period);
    };
  }
}
