package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.Certificates;
import dev.tideway.dms.DmsClients;
import dev.tideway.dms.EndpointSettings;
import dev.tideway.dms.Endpoints;
import dev.tideway.model.EndpointAuthorities;
import dev.tideway.model.Inventory;
import dev.tideway.model.Side;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import java.util.Optional;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** Creates both endpoints and the certificates with which DMS verifies the servers, if they do not exist. */
public final class EnsureEndpointsHandler extends FilesHandler<EnsureEndpointsHandler.Input, EnsureEndpointsHandler.Output> {
  private final Certificates certificates;
  private final Endpoints endpoints;
  private final String role;

  /** Creates the handler from its function's environment variables. */
  public EnsureEndpointsHandler() {
    this(Platform.objects(), Platform.locks(), DmsClients.client(), Platform.variable("TIDEWAY_DMS_SECRETS_ROLE"));
  }

  public EnsureEndpointsHandler(ObjectStore objects, Locks locks, DatabaseMigrationClient dms, String role) {
    super(Input.class, objects, locks);
    this.certificates = new Certificates(dms, locks);
    this.endpoints = new Endpoints(dms, locks);
    this.role = role;
  }

  /** What the state machine passes. */
  public record Input(Run run) implements OfRun {}

  /**
   * Both endpoints.
   *
   * @param source ARN of the source endpoint
   * @param target ARN of the target endpoint
   */
  public record Output(String source, String target) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Run run = input.run();
    Migration migration = files.migration();
    Inventory inventory = files.read(Inventory.FILE);
    EndpointAuthorities chosen = files.find(EndpointAuthorities.FILE).orElse(EndpointAuthorities.NONE);
    Optional<String> sourceCa = certificates.ensure(run, migration, Side.source, migration.source(), chosen);
    Optional<String> targetCa = certificates.ensure(run, migration, Side.target, migration.target(), chosen);
    String source =
        endpoints.ensure(
            run, migration, Side.source, EndpointSettings.source(migration.source(), inventory.source(), role, sourceCa));
    String target = endpoints.ensure(run, migration, Side.target, EndpointSettings.target(migration, role, targetCa));
    return new Output(source, target);
  }
}
