package dev.tideway.local.cloud;

import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/** SDK clients of a local cloud. */
final class CloudClients implements AutoCloseable {
  final S3Client s3;
  final SfnClient states;
  final DynamoDbClient dynamo;
  final EventBridgeClient events;
  final SecretsManagerClient secrets;
  final IamClient iam;

  CloudClients(URI endpoint, String accessKey) {
    s3 = configured(S3Client.builder(), endpoint, accessKey);
    states = configured(SfnClient.builder(), endpoint, accessKey);
    dynamo = configured(DynamoDbClient.builder(), endpoint, accessKey);
    events = configured(EventBridgeClient.builder(), endpoint, accessKey);
    secrets = configured(SecretsManagerClient.builder(), endpoint, accessKey);
    iam = configured(IamClient.builder(), endpoint, accessKey);
  }

  private static <B extends AwsClientBuilder<B, C>, C> C configured(B builder, URI endpoint, String accessKey) {
    return builder.endpointOverride(endpoint).region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "local"))).build();
  }

  /** The value stored under a key; empty if there is none. */
  String stored(String table, String key) {
    Map<String, AttributeValue> item = dynamo.getItem(request -> request.tableName(table)
        .key(Map.of("pk", AttributeValue.fromS(key)))).item();
    return item.isEmpty() ? "" : item.get("value").s();
  }

  @Override
  public void close() {
    s3.close();
    states.close();
    dynamo.close();
    events.close();
    secrets.close();
    iam.close();
  }
}
