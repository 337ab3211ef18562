package dev.tideway.dms;

import dev.tideway.aws.DmsResources;
import dev.tideway.error.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Connection;
import software.amazon.awssdk.services.databasemigration.model.InvalidResourceStateException;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;

/** Starts a new connection test. The old result is deleted first: a result carries no time, so an old one would be taken for the new one. */
public final class ConnectionTests {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int ATTEMPTS = 60;

  private final DatabaseMigrationClient dms;
  private final Clock clock;
  private final Sleeper pause;

  public ConnectionTests(DatabaseMigrationClient dms, Clock clock, Sleeper pause) {
    this.dms = dms;
    this.clock = clock;
    this.pause = pause;
  }

  /** Starts the test and returns the time. */
  public Instant start(String endpoint, String instance) {
    forget(endpoint, instance);
    Instant since = clock.instant();
    try {
      dms.testConnection(r -> r.endpointArn(endpoint).replicationInstanceArn(instance));
    } catch (InvalidResourceStateException e) {
      // DMS tests a modified endpoint by itself: that test is as recent as Tideway's own
      if (status(endpoint, instance).filter("testing"::equals).isEmpty()) {
        throw new TransientFailure("the connection test cannot start yet: " + e.getMessage(), e);
      }
    }
    return since;
  }

  private void forget(String endpoint, String instance) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<String> status = status(endpoint, instance);
      if (status.isEmpty() || status.get().equals("testing")) {
        return;
      }
      if (!status.get().equals("deleting")) {
        delete(endpoint, instance);
      }
      pause.sleep(PAUSE);
    }
    throw new TransientFailure("the old connection test is still there", null);
  }

  private void delete(String endpoint, String instance) {
    try {
      dms.deleteConnection(r -> r.endpointArn(endpoint).replicationInstanceArn(instance));
    } catch (ResourceNotFoundException | InvalidResourceStateException e) {
      // already deleted, or being deleted: the next check shows it
      return;
    }
  }

  private Optional<String> status(String endpoint, String instance) {
    try {
      return dms.describeConnections(
              r -> r.filters(DmsResources.filter("endpoint-arn", endpoint), DmsResources.filter("replication-instance-arn", instance)))
          .connections().stream()
          .filter(c -> c.endpointArn().equals(endpoint) && c.replicationInstanceArn().equals(instance))
          .map(Connection::status)
          .findFirst();
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }
}
