package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.local.aws.AwsError;
import dev.tideway.local.aws.Secrets;
import java.io.UncheckedIOException;
import java.util.function.Function;

/** Reads secrets as DMS does: through a role that trusts it and may read the secret. */
final class RoleSecrets implements Secrets {
  private final CloudOptions options;
  private final Moto moto;
  private final Roles roles;
  private final Function<String, AccessMap.Secret> secrets;

  RoleSecrets(CloudOptions options, Moto moto, Roles roles, Function<String, AccessMap.Secret> secrets) {
    this.secrets = secrets;
    this.options = options;
    this.moto = moto;
    this.roles = roles;
  }

  @Override
  public JsonNode read(String secretId, String roleArn) throws AwsError {
    String role = Roles.nameOf(roleArn);
    String principal = "dms." + options.region() + ".amazonaws.com";
    if (!roles.exists(role)) {
      throw new AwsError("AccessDeniedFault", "The role " + roleArn + " does not exist.");
    }
    if (!roles.trusts(role, principal, options.account())) {
      throw new AwsError("AccessDeniedFault", "The role " + roleArn + " cannot be assumed by " + principal + ".");
    }
    JsonNode secret = secret(secretId);
    for (Access access : secrets.apply(secretId).reading(options.region())) {
      if (!roles.allows(role, access)) {
        throw new AwsError("AccessDeniedFault",
            "The role " + roleArn + " is not authorized to perform: " + access.action() + " on resource: " + access.resource());
      }
    }
    try {
      JsonNode value = Json.parse(secret.path("SecretString").asText());
      if (value.isObject()) {
        return value;
      }
    } catch (UncheckedIOException e) {
      throw new AwsError("InvalidParameterValueException", "The secret " + secretId + " is not JSON.");
    }
    throw new AwsError("InvalidParameterValueException", "The secret " + secretId + " is not a JSON object.");
  }

  private JsonNode secret(String secretId) throws AwsError {
    try {
      return moto.json("secretsmanager", "secretsmanager.GetSecretValue", Json.object().put("SecretId", secretId));
    } catch (Moto.MotoException e) {
      throw new AwsError("ResourceNotFoundFault", "The secret " + secretId + " cannot be read: " + e.getMessage());
    }
  }
}
