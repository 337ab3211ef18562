package dev.tideway.waiting;

import dev.tideway.aws.DmsLag;
import dev.tideway.aws.Platform;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/** What this package's handlers are wired from. */
final class Clients {
  private Clients() {}

  /** Makes one look for a number of waits. */
  @FunctionalInterface
  interface Worlds {
    World look(List<Wait> waits);
  }

  static WaitStore waits() {
    return new DynamoDbWaits(Platform.dynamoDb(), Platform.variable("TIDEWAY_TABLE"));
  }

  static Tokens tokens() {
    return new SfnTokens(Platform.configure(SfnClient.builder()).build());
  }

  static Probes probes() {
    return new LambdaProbes(
        Platform.configure(LambdaClient.builder()).build(),
        Map.of(
            Probe.indexes, Platform.variable("TIDEWAY_PROBE_INDEXES"),
            Probe.freeze, Platform.variable("TIDEWAY_PROBE_FREEZE")));
  }

  static Worlds worlds(Clock clock) {
    DatabaseMigrationClient dms = Platform.configure(DatabaseMigrationClient.builder()).build();
    CloudWatchClient cloudWatch = Platform.configure(CloudWatchClient.builder()).build();
    int period = DmsLag.period();
    return waits -> {
      Instant now = clock.instant();
      return new AwsWorld(now, Subjects.of(waits, now), dms, cloudWatch, period);
    };
  }
}
