package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.local.cloud.AwsError;
import dev.tideway.local.cloud.Secrets;
import dev.tideway.local.servers.DatabaseAccount;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a connection to an endpoint's database needs.
 *
 * @param identifier the endpoint's identifier, for messages
 * @param host the server
 * @param port its port
 * @param account the user and the password
 * @param tls how the connection is encrypted
 * @param initStatements the statements of Initstmt: an error in one fails the connection
 * @param afterConnectScript runs after the connection: its errors are ignored, as in DMS
 */
record EndpointAddress(String identifier, String host, int port, DatabaseAccount account, Tls tls, List<String> initStatements,
    Optional<String> afterConnectScript) {

  /**
   * How a connection is encrypted.
   *
   * @param sslMode none, verify-ca or verify-full
   * @param caPem the imported certificate authority
   */
  record Tls(String sslMode, Optional<String> caPem) {}

  /** Reads the address from an endpoint's description; a secret is read with the endpoint's role for each connection. */
  static EndpointAddress of(JsonNode endpoint, Optional<String> caPem, Secrets secrets) throws AwsError {
    JsonNode settings = endpoint.path("MySQLSettings");
    String identifier = endpoint.path("EndpointIdentifier").asText();
    Tls tls = new Tls(endpoint.path("SslMode").asText("none"), caPem);
    List<String> init = ConnectionAttributes.parse(endpoint.path("ExtraConnectionAttributes").asText("")).initStatements();
    Optional<String> script = Requests.optionalText(settings, "AfterConnectScript");
    Optional<String> secretId = Requests.optionalText(settings, "SecretsManagerSecretId");
    if (secretId.isEmpty()) {
      return new EndpointAddress(identifier, endpoint.path("ServerName").asText(), endpoint.path("Port").asInt(3306),
          new DatabaseAccount(endpoint.path("Username").asText(), endpoint.path("Password").asText()), tls, init, script);
    }
    JsonNode secret = secrets.read(secretId.get(), settings.path("SecretsManagerAccessRoleArn").asText());
    for (String member : List.of("host", "port", "username", "password")) {
      if (!secret.hasNonNull(member)) {
        // RDS-managed secrets have no host and port
        throw Requests.invalid("The secret " + secretId.get() + " lacks the key " + member);
      }
    }
    return new EndpointAddress(identifier, secret.path("host").asText(), secret.path("port").asInt(),
        new DatabaseAccount(secret.path("username").asText(), secret.path("password").asText()), tls, init, script);
  }

  @Override
  public String toString() {
    return identifier + " (" + account + "@" + host + ":" + port + ")";
  }
}
