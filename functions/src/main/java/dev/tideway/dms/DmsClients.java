package dev.tideway.dms;

import dev.tideway.run.Platform;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** The AWS clients that the handlers of this package share. */
public final class DmsClients {
  private DmsClients() {}

  public static DatabaseMigrationClient client() {
    return Platform.configure(DatabaseMigrationClient.builder()).build();
  }

  public static CloudWatchClient cloudWatch() {
    return Platform.configure(CloudWatchClient.builder()).build();
  }
}
