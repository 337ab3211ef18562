package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads secrets as DMS does: with a role that trusts it and may read the secret. */
final class RoleSecrets implements Secrets {
  private final CloudOptions options;
  private final Moto moto;
  private final Supplier<Roles> roles;
  private final Function<String, AccessMap.Secret> secrets;

  RoleSecrets(CloudOptions options, Moto moto, Supplier<Roles> roles, Function<String, AccessMap.Secret> secrets) {
    this.secrets = secrets;
    this.options = options;
    this.moto = moto;
    this.roles = roles;
  }

  @Override
  public void check(String secretId, String roleArn) throws AwsError {
    allowed(secretId, roleArn);
  }

  private JsonNode allowed(String secretId, String roleArn) throws AwsError {
    String role = Roles.nameOf(roleArn);
    String principal = "dms." + options.home().region() + ".amazonaws.com";
    if (!roles.get().exists(role) || !roles.get().trusts(role, principal, options.home().account())) {
      throw new AwsError("AccessDeniedFault", "The IAM Role " + roleArn + " is not configured properly: it does not exist, or cannot be assumed"
          + " by " + principal + ".");
    }
    JsonNode secret = secret(secretId);
    for (Access access : secrets.apply(secretId).reading(options.home().region())) {
      if (!roles.get().allows(role, access)) {
        throw new AwsError("AccessDeniedFault",
            "The role " + roleArn + " is not authorized to perform: " + access.action() + " on resource: " + access.resource());
      }
    }
    return secret;
  }

  @Override
  public JsonNode read(String secretId, String roleArn) throws AwsError {
    JsonNode secret = allowed(secretId, roleArn);
    try {
      JsonNode value = LocalJson.parse(secret.path("SecretString").asText());
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
      return moto.json("secretsmanager", "secretsmanager.GetSecretValue", LocalJson.object().put("SecretId", secretId));
    } catch (Moto.MotoException e) {
      throw new AwsError("ResourceNotFoundFault", "The secret " + secretId + " cannot be read: " + e.getMessage());
    }
  }
}
