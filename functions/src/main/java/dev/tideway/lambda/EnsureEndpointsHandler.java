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
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import java.util.Optional;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** Ensures both endpoints and the certificates by which DMS verifies the servers. */
public final class EnsureEndpointsHandler extends Handler<EnsureEndpointsHandler.Input, EnsureEndpointsHandler.Output> {
  private final ObjectStore objects;
  private final Locks locks;
  private final Certificates certificates;
  private final Endpoints endpoints;
  private final String role;

  /** Wires the function from its environment. */
  public EnsureEndpointsHandler() {
    this(Platform.objects(), Platform.locks(), DmsClients.client(), Platform.variable("TIDEWAY_DMS_SECRETS_ROLE"));
  }

  public EnsureEndpointsHandler(ObjectStore objects, Locks locks, DatabaseMigrationClient dms, String role) {
    super(Input.class);
    this.objects = objects;
    this.locks = locks;
    this.certificates = new Certificates(dms, locks);
    this.endpoints = new Endpoints(dms, locks);
    this.role = role;
  }

  /** What the state machine passes. */
  public record Input(Run run) {}

  /**
   * Both endpoints.
   *
   * @param source ARN of the source endpoint
   * @param target ARN of the target endpoint
   */
  public record Output(String source, String target) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    locks.check(run.migration(), run.execution(), run.fence());
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    Inventory inventory = objects.read(run.key(Inventory.FILE), Inventory.class);
    EndpointAuthorities chosen = objects.find(run.key(EndpointAuthorities.FILE), EndpointAuthorities.class).orElse(EndpointAuthorities.NONE);
    Optional<String> sourceCa = certificates.ensure(run, migration, Side.source, migration.source(), chosen);
    Optional<String> targetCa = certificates.ensure(run, migration, Side.target, migration.target(), chosen);
    String source =
        endpoints.ensure(
            run, migration, Side.source, EndpointSettings.source(migration.source(), inventory.source(), role, sourceCa));
    String target = endpoints.ensure(run, migration, Side.target, EndpointSettings.target(migration, role, targetCa));
    return new Output(source, target);
  }
}
