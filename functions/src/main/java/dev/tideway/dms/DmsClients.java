package dev.tideway.dms;

import dev.tideway.run.Platform;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** The AWS clients that the handlers of this package share. */
public final class DmsClients {
  private DmsClients() {}

  private static final class Dms {
    private static final DatabaseMigrationClient CLIENT = Platform.configure(DatabaseMigrationClient.builder()).build();
  }

  private static final class CloudWatch {
    private static final CloudWatchClient CLIENT = Platform.configure(CloudWatchClient.builder()).build();
  }

  /** The client of AWS DMS, one for all actions of a process, as those of {@link Platform}. */
  public static DatabaseMigrationClient client() {
    return Dms.CLIENT;
  }

  /** The client of CloudWatch, likewise. */
  public static CloudWatchClient cloudWatch() {
    return CloudWatch.CLIENT;
  }
}
