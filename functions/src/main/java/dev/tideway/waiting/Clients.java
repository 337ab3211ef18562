package dev.tideway.waiting;

import dev.tideway.aws.DmsLag;
import dev.tideway.aws.Platform;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
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

  static Worlds worlds(Clock clock) {
    DatabaseMigrationClient dms = Platform.configure(DatabaseMigrationClient.builder()).build();
    CloudWatchClient cloudWatch = Platform.configure(CloudWatchClient.builder()).build();
    Probes probes =
        new LambdaProbes(
            // a probe may look at its database for longer than any other call takes
            Platform.configure(LambdaClient.builder()).httpClientBuilder(UrlConnectionHttpClient.builder()).build(),
            Map.of(
                World.Probe.indexes, Platform.variable("TIDEWAY_PROBE_INDEXES"),
                World.Probe.freeze, Platform.variable("TIDEWAY_PROBE_FREEZE")));
    int period = DmsLag.period();
    return waits -> {
      Instant now = clock.instant();
      return new AwsWorld(now, Subjects.of(waits, now), dms, cloudWatch, probes, period);
    };
  }
}
