package dev.tideway.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.TransientFailure;
import dev.tideway.lambda.Handler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

final class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "s3, S3, gateway endpoint",
    "dynamodb, DynamoDb, gateway endpoint",
    "secretsmanager, SecretsManager, lets in port 443",
    "sns, Sns, NAT gateway"
  })
  void saysWhatToOpenForAServiceThatNoRouteLeadsTo(String called, String service, String opening) throws IOException {
    try (BlackHole hole = new BlackHole()) {
      Function function = new Function(() -> call(called, URI.create("http://127.0.0.1:" + hole.port())));
      Throwable failure =
          catchThrowable(() -> function.handle("{}".getBytes(StandardCharsets.UTF_8), OutputStream.nullOutputStream(), () -> Duration.ofMinutes(1)));
      assertThat(failure).isInstanceOf(TransientFailure.class);
      assertThat(failure.getMessage()).startsWith("TW-E166: " + service + " (127.0.0.1) did not answer: ").contains(opening);
    }
  }

  private static void call(String service, URI endpoint) {
    switch (service) {
      case "s3" -> client(S3Client.builder(), endpoint).listBuckets();
      case "dynamodb" -> client(DynamoDbClient.builder(), endpoint).listTables();
      case "secretsmanager" -> client(SecretsManagerClient.builder(), endpoint).getSecretValue(r -> r.secretId("s"));
      default -> client(SnsClient.builder(), endpoint).listTopics();
    }
  }

  private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder, URI endpoint) {
    return Platform.configure(builder)
        .endpointOverride(endpoint)
        .region(Region.EU_WEST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
        .build();
  }

  /** A handler with one action. */
  private static final class Function extends Handler<JsonNode, String> {
    private final Runnable work;

    Function(Runnable work) {
      super(JsonNode.class);
      this.work = work;
    }

    @Override
    public String handle(JsonNode input, Deadline deadline) {
      work.run();
      return "done";
    }
  }

  @Test
  void readsTheTimeToTheMillisecond() {
    assertThat(Platform.clock().instant()).satisfies(now -> assertThat(now).isEqualTo(now.truncatedTo(ChronoUnit.MILLIS)));
  }
}
