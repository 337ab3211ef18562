package dev.tideway.replication;

import dev.tideway.aws.Platform;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** The clients this package's handlers share. */
final class Dms {
  private Dms() {}

  static DatabaseMigrationClient client() {
    return Platform.configure(DatabaseMigrationClient.builder()).build();
  }

  static CloudWatchClient cloudWatch() {
    return Platform.configure(CloudWatchClient.builder()).build();
  }
}
