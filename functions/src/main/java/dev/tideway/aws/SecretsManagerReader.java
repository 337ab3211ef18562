package dev.tideway.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import java.util.List;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** Reads secrets from AWS Secrets Manager. */
public final class SecretsManagerReader implements SecretReader {
  private static final List<String> FIELDS = List.of("host", "port", "username", "password");

  private final SecretsManagerClient client;

  public SecretsManagerReader(SecretsManagerClient client) {
    this.client = client;
  }

  @Override
  public DatabaseSecret read(String arn) {
    JsonNode secret = parse(arn, fetch(arn));
    for (String field : FIELDS) {
      if (!secret.hasNonNull(field) || secret.get(field).asText().isBlank()) {
        throw new UnusableSecret("the secret " + arn + " has no \"" + field + "\"", null);
      }
    }
    try {
      int port = Integer.parseInt(secret.get("port").asText());
      return new DatabaseSecret(
          secret.get("host").asText(), port, secret.get("username").asText(), secret.get("password").asText());
    } catch (NumberFormatException e) {
      throw new UnusableSecret("the \"port\" of the secret " + arn + " is not a number", e);
    }
  }

  private String fetch(String arn) {
    try {
      return client.getSecretValue(r -> r.secretId(arn)).secretString();
    } catch (SecretsManagerException e) {
      if (ServiceAnswers.passing(e)) {
        throw e;
      }
      throw new UnusableSecret("the secret " + arn + " cannot be read: " + e.awsErrorDetails().errorMessage(), e);
    }
  }

  private static JsonNode parse(String arn, String text) {
    try {
      return Json.read(text, JsonNode.class);
    } catch (java.io.UncheckedIOException e) {
      // the cause is left out: the JSON parser's message may contain the secret
      throw new UnusableSecret("the secret " + arn + " is not JSON", null);
    }
  }
}
