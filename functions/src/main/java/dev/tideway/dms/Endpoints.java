package dev.tideway.dms;

import dev.tideway.aws.DmsResources;
import dev.tideway.aws.OwnershipTag;
import dev.tideway.aws.ResourceKind;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.model.Side;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.Run;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.CreateEndpointRequest;
import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.ModifyEndpointRequest;
import software.amazon.awssdk.services.databasemigration.model.MySQLSettings;
import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;

/** Both endpoints. Tideway describes them first, creates them if they are missing, and modifies them only if a setting that Tideway decides differs. */
public final class Endpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

  private final DatabaseMigrationClient dms;
  private final Locks locks;

  public Endpoints(DatabaseMigrationClient dms, Locks locks) {
    this.dms = dms;
    this.locks = locks;
  }

  public String ensure(Run run, Migration migration, Side side, EndpointSettings wanted) {
    ResourceNames names = new ResourceNames(migration.name());
    OwnershipTag ownership = new OwnershipTag(dms, migration.name());
    String identifier = names.endpoint(side);
    String arn =
        find(dms, identifier)
            .map(endpoint -> adopt(endpoint, wanted, ownership))
            .orElseGet(() -> create(migration, side, identifier, wanted, ownership));
    locks.created(run.migration(), run.fence(), ResourceKind.ENDPOINT.of(arn));
    return arn;
  }

  static Optional<Endpoint> find(DatabaseMigrationClient dms, String identifier) {
    try {
      return dms.describeEndpoints(r -> r.filters(DmsResources.filter("endpoint-id", identifier))).endpoints().stream().findFirst();
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private String create(Migration migration, Side side, String identifier, EndpointSettings wanted, OwnershipTag ownership) {
    CreateEndpointRequest.Builder request =
        CreateEndpointRequest.builder()
            .endpointIdentifier(identifier)
            .endpointType(side == Side.source ? ReplicationEndpointTypeValue.SOURCE : ReplicationEndpointTypeValue.TARGET)
            .engineName(wanted.engine())
            .sslMode(wanted.ssl())
            .mySQLSettings(wanted.settings())
            .tags(ownership.tags(migration.replication().tags()));
    wanted.certificate().ifPresent(request::certificateArn);
    wanted.attributes().ifPresent(request::extraConnectionAttributes);
    try {
      return dms.createEndpoint(request.build()).endpoint().endpointArn();
    } catch (ResourceAlreadyExistsException e) {
      return adopt(find(dms, identifier).orElseThrow(() -> e), wanted, ownership);
    }
  }

  private String adopt(Endpoint endpoint, EndpointSettings wanted, OwnershipTag ownership) {
    ownership.demand("the endpoint " + endpoint.endpointIdentifier(), endpoint.endpointArn());
    if ("deleting".equals(endpoint.status())) {
      throw new MigrationFailed(
          ErrorCode.RESOURCE_UNUSABLE, "the endpoint " + endpoint.endpointIdentifier() + " is being deleted. Wait until it is gone, then start again");
    }
    if (differs(endpoint, wanted)) {
      LOG.info("modifying endpoint {}", endpoint.endpointIdentifier());
      ModifyEndpointRequest.Builder request =
          ModifyEndpointRequest.builder()
              .endpointArn(endpoint.endpointArn())
              .engineName(wanted.engine())
              .sslMode(wanted.ssl())
              .mySQLSettings(wanted.settings());
      wanted.certificate().ifPresent(request::certificateArn);
      wanted.attributes().ifPresent(request::extraConnectionAttributes);
      dms.modifyEndpoint(request.build());
    }
    return endpoint.endpointArn();
  }

  /** Compares only the settings that DMS returns as they were sent: it returns attributes reordered and merged with settings. */
  private static boolean differs(Endpoint endpoint, EndpointSettings wanted) {
    MySQLSettings found = endpoint.mySQLSettings();
    return !Objects.equals(endpoint.engineName(), wanted.engine())
        || !Objects.equals(endpoint.sslMode(), wanted.ssl())
        || !Optional.ofNullable(endpoint.certificateArn()).filter(a -> !a.isEmpty()).equals(wanted.certificate())
        || found == null
        || !Objects.equals(found.secretsManagerSecretId(), wanted.settings().secretsManagerSecretId())
        || !Objects.equals(found.secretsManagerAccessRoleArn(), wanted.settings().secretsManagerAccessRoleArn())
        || !Objects.equals(found.serverTimezone(), wanted.settings().serverTimezone());
  }
}
