package dev.tideway.run;

import dev.tideway.aws.Announcements;
import dev.tideway.aws.Executions;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.S3ObjectStore;
import dev.tideway.aws.SecretReader;
import dev.tideway.aws.SecretsManagerReader;
import dev.tideway.aws.UnreachableService;
import dev.tideway.error.TransientFailure;
import dev.tideway.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;

/**
 * Clients for the resources that the functions' environment variables name. A client is created at its first use, so that a cold start creates only the clients that the function
 * needs.
 */
public final class Platform {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(15);
  private static final int ATTEMPTS = 3;

  private Platform() {}

  // One client of a service for all actions of a process, since each has connections of its own; each in a class of its own, since Java initializes a class at its first use.

  private static final class S3 {
    private static final S3Client CLIENT = configure(S3Client.builder()).build();
  }

  private static final class DynamoDb {
    private static final DynamoDbClient CLIENT = configure(DynamoDbClient.builder()).build();
  }

  private static final class Secrets {
    private static final SecretsManagerClient CLIENT = configure(SecretsManagerClient.builder()).build();
  }

  private static final class StepFunctions {
    private static final SfnClient CLIENT = configure(SfnClient.builder()).build();
  }

  /** The application's bucket ({@code TIDEWAY_BUCKET}). */
  public static ObjectStore objects() {
    return new S3ObjectStore(S3.CLIENT, variable("TIDEWAY_BUCKET"));
  }

  /** Database secrets. */
  public static SecretReader secrets() {
    return new SecretsManagerReader(Secrets.CLIENT);
  }

  /** The lock table ({@code TIDEWAY_TABLE}). */
  public static Locks locks() {
    return new DynamoDbLocks(dynamoDb(), variable("TIDEWAY_TABLE"));
  }

  /** Executions of the state machine. */
  public static Executions executions() {
    return execution -> {
      try {
        return stepFunctions().describeExecution(r -> r.executionArn(execution)).statusAsString();
      } catch (ExecutionDoesNotExistException e) {
        return "GONE";
      }
    };
  }

  /** The account's default event bus. */
  public static Announcements announcements() {
    EventBridgeClient events = configure(EventBridgeClient.builder()).build();
    return progress -> {
      PutEventsResponse answer =
          events.putEvents(
              r ->
                  r.entries(
                      PutEventsRequestEntry.builder()
                          .source(Announcements.SOURCE)
                          .detailType(Announcements.DETAIL_TYPE)
                          .detail(Json.write(progress))
                          .time(progress.time())
                          .build()));
      // PutEvents returns HTTP 200 even if it has accepted no entry
      if (answer.failedEntryCount() != null && answer.failedEntryCount() > 0) {
        throw new TransientFailure("the event bus refused an event: " + answer.entries().getFirst().errorMessage(), null);
      }
    };
  }

  /** The time in milliseconds. It is not documented how Step Functions' {@code $toMillis} treats more digits. */
  public static Clock clock() {
    return Clock.tickMillis(ZoneOffset.UTC);
  }

  /** The client of DynamoDB. */
  public static DynamoDbClient dynamoDb() {
    return DynamoDb.CLIENT;
  }

  /** The client of Step Functions. */
  public static SfnClient stepFunctions() {
    return StepFunctions.CLIENT;
  }

  /**
   * Configures a client with the HTTP implementation that all functions share. If there is no route to the service, a call fails after about ten seconds. If the service accepts
   * the call and does not respond, the call fails before a function's minute is over.
   */
  public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configure(B builder) {
    return configure(builder, READ_TIMEOUT);
  }

  /** Like {@link #configure(AwsSyncClientBuilder)}, for calls whose answer may take longer than others. */
  public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configure(B builder, Duration readTimeout) {
    return builder
        .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(readTimeout))
        .overrideConfiguration(
            o ->
                o.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(ATTEMPTS).build())
                    .addExecutionInterceptor(new UnreachableService.Naming()));
  }

  /**
   * A variable of the function's environment.
   *
   * @throws IllegalStateException if the template does not set it
   */
  public static String variable(String name) {
    String value = System.getenv(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException("the environment variable " + name + " is not set; template.yaml sets it for every function that needs it");
    }
    return value;
  }
}
