package dev.tideway.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import dev.tideway.local.cloud.CloudListener;
import dev.tideway.local.cloud.CloudOptions;
import dev.tideway.local.cloud.Denial;
import dev.tideway.local.cloud.EventBus;
import dev.tideway.local.cloud.JsonService;
import dev.tideway.local.cloud.LocalCloud;
import dev.tideway.local.cloud.PythonEnvironment;
import dev.tideway.local.cloud.Stack;
import dev.tideway.local.dms.DmsOptions;
import dev.tideway.local.dms.DmsService;
import dev.tideway.local.dms.DmsTimings;
import dev.tideway.local.servers.DatabaseAccount;
import dev.tideway.local.servers.DatabaseServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** The deployed application on this machine: template.yaml as a stack in the local cloud, with the stand-in for DMS. */
public final class LocalApplication implements AutoCloseable {
  /** The region of all resources. */
  public static final String REGION = "us-east-1";

  /** The name of the application's stack. */
  public static final String STACK = "tideway";

  private static final String ACCOUNT = "123456789012";

  /** The customer managed KMS key that may encrypt secrets. */
  static final String SECRET_KEY = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-4000-8000-000000000001";

  private final Map<String, String> parameters;
  private final LocalCloud cloud;
  private final DmsService dms;
  private volatile Stack stack;
  private final SfnClient states;
  private final S3Client s3;
  private final SecretsManagerClient secrets;
  private final LambdaClient lambda;

  /**
   * The settings of an application.
   *
   * @param repository the checkout
   * @param work folder for the log files
   * @param cache folder that stays between runs
   * @param minute how long a minute of the tick's schedule lasts
   * @param timings how long the operations of DMS take
   * @param listener receives what happens in the cloud
   * @param events receives every DMS event before it is routed
   * @param progress receives a line for each long step
   */
  public record Options(
      Path repository,
      Path work,
      Path cache,
      Duration minute,
      DmsTimings timings,
      CloudListener listener,
      Consumer<ObjectNode> events,
      Consumer<String> progress) {}

  private LocalApplication(Map<String, String> parameters, LocalCloud cloud, DmsService dms, Stack stack) {
    this.parameters = parameters;
    this.cloud = cloud;
    this.dms = dms;
    this.stack = stack;
    this.states = client(SfnClient.builder());
    this.s3 = client(S3Client.builder().serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build()));
    this.secrets = client(SecretsManagerClient.builder());
    this.lambda = client(LambdaClient.builder());
  }

  /**
   * Starts the cloud and deploys the application into it.
   *
   * @throws IOException if something cannot be started; nothing keeps running then
   */
  public static LocalApplication start(Options options) throws IOException, InterruptedException {
    Path python = PythonEnvironment.prepare(options.repository().resolve("local/aws/requirements.txt"), options.cache(), options.progress());
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    // the cloud and the stand-in need each other: calls that arrive before the stand-in exists wait for it
    CompletableFuture<DmsService> dms = new CompletableFuture<>();
    JsonService replication = (operation, request) -> dms.join().call(operation, request);
    LocalCloud cloud =
        LocalCloud.start(
            CloudOptions.of(options.repository(), java, python, options.work(), options.cache())
                .withMinute(options.minute())
                .withParameters(parameters(options))
                .serving("AmazonDMSv20160101", replication)
                .withListener(options.listener()));
    try {
      EventBus bus =
          event -> {
            options.events().accept(event);
            cloud.eventBus().put(event);
          };
      dms.complete(new DmsService(DmsOptions.of(ACCOUNT, REGION, options.timings()), bus, cloud.metrics(), cloud.secrets(), cloud.network()));
      return new LocalApplication(parameters(options), cloud, dms.join(), cloud.deploy());
    } catch (IOException | InterruptedException | RuntimeException e) {
      cloud.close();
      if (dms.isDone() && !dms.isCompletedExceptionally()) {
        dms.join().close();
      }
      throw e;
    }
  }

  /** Subnets put the functions that connect to databases into a VPC, so that the VPC's rules are enforced. */
  private static Map<String, String> parameters(Options options) {
    return Map.of(
        "SubnetIds", "subnet-00000001,subnet-00000002",
        "SecurityGroupIds", "sg-00000001",
        "VpcId", "vpc-00000001",
        "RouteTableIds", "rtb-00000001",
        "CreateVpcEndpoints", "true",
        "SecretKeyArns", SECRET_KEY,
        "LagSampleSeconds", Long.toString(Math.max(1, options.timings().metricInterval().toSeconds())),
        "AlertEmail", "demo@example.com");
  }

  /** Deploys a different release or different parameters while everything keeps running. */
  public void deploy(Path template, Map<String, String> changed) throws IOException, InterruptedException {
    Map<String, String> wanted = new HashMap<>(parameters);
    wanted.putAll(changed);
    stack = cloud.deploy(template, wanted);
  }

  /** Stores a server's connection data in the form that DMS reads; returns the secret's ARN. */
  public String storeSecret(String name, DatabaseServer server, DatabaseAccount account) {
    return storeSecret(
        name,
        Json.write(
            Map.of("host", server.host(), "port", server.port(), "username", account.user(), "password", account.password())));
  }

  /** Stores a secret unchanged; returns its ARN. */
  public String storeSecret(String name, String text) {
    return secrets.createSecret(r -> r.name(name).secretString(text).kmsKeyId(SECRET_KEY)).arn();
  }

  /** Starts a migration; returns the execution's ARN. */
  public String start(JsonNode request) {
    return start(UUID.randomUUID().toString(), request);
  }

  /** Starts a migration as an execution of that name; returns the execution's ARN. */
  public String start(String name, JsonNode request) {
    return states.startExecution(r -> r.stateMachineArn(stateMachine()).name(name).input(Json.write(request))).executionArn();
  }

  /** The current state of an execution. */
  public DescribeExecutionResponse describe(String execution) {
    return states.describeExecution(r -> r.executionArn(execution));
  }

  /** Waits until an execution has ended. */
  public DescribeExecutionResponse await(String execution) throws InterruptedException {
    DescribeExecutionResponse now = describe(execution);
    while (now.status() == ExecutionStatus.RUNNING) {
      Thread.sleep(100);
      now = describe(execution);
    }
    return now;
  }

  /** Every event of an execution's history. */
  public List<HistoryEvent> history(String execution) {
    return states.getExecutionHistoryPaginator(r -> r.executionArn(execution)).events().stream().toList();
  }

  /**
   * Approves or rejects a cutover, as a person does.
   *
   * @return whether an approval was waiting; false: none is waiting yet
   */
  public boolean approve(String migration, boolean approve, String by) {
    String function = stack.outputs().get("ApproveFunctionName");
    String payload = Json.write(Map.of("migration", migration, "approve", approve, "by", by));
    return lambda.invoke(r -> r.functionName(function).payload(SdkBytes.fromUtf8String(payload))).functionError() == null;
  }

  /** A file of the application's bucket. */
  public String read(String key) {
    return s3.getObjectAsBytes(r -> r.bucket(bucket()).key(key)).asUtf8String();
  }

  /** The DMS stand-in, to switch on its faults and to read its tables. */
  public DmsService dms() {
    return dms;
  }

  /** The deployed stack. */
  public Stack stack() {
    return stack;
  }

  /**
   * Kills the processes in which a function is running, as a failed host does.
   *
   * @param resource the function's name in template.yaml
   * @return how many processes were killed
   */
  public int killBusy(String resource) {
    return cloud.killBusy(stack.resources().get(resource).physicalId());
  }

  /** Calls that IAM or the network denied. */
  public List<Denial> denials() {
    return cloud.denials();
  }

  /** The address of every AWS service. */
  public URI endpoint() {
    return cloud.endpoint();
  }

  /** The state machine's ARN. */
  public String stateMachine() {
    return stack.outputs().get("MigrationArn");
  }

  /** The definition that an execution started now would run. */
  public String definition() {
    return states.describeStateMachine(r -> r.stateMachineArn(stateMachine())).definition();
  }

  /** The bucket's name. */
  public String bucket() {
    return stack.outputs().get("BucketName");
  }

  private <B extends AwsSyncClientBuilder<B, C> & software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(cloud.endpoint())
        .region(Region.of(REGION))
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  @Override
  public void close() {
    states.close();
    s3.close();
    secrets.close();
    lambda.close();
    dms.close();
    cloud.close();
  }
}
