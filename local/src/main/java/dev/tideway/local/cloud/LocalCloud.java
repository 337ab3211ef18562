package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * The application's AWS on one machine. {@link #start} opens it, {@link #deploy} creates the template's stack in it, {@link #close} ends
 * every process that it started.
 *
 * <p>Clients use {@link #endpoint} with any access key; a key that names a function or a role has only the permissions of its role.
 */
public final class LocalCloud implements AutoCloseable {
  /** The stack needs the resources of these services; alarms, dashboards and log settings may be absent. */
  private static final Set<String> NEEDED_SERVICES =
      Set.of("Lambda", "Events", "IAM", "StepFunctions", "S3", "DynamoDB", "SNS", "SQS", "SecretsManager", "Scheduler");

  private final CloudOptions options;
  private final String passedToService;
  private final Gateway gateway;
  private final Engine engine;
  private final Moto moto;
  private final FunctionHost functions;
  private final AsyncInvoker async;
  private final EventRouter events;
  private volatile Roles roles = new Roles(Stack.empty());
  private volatile Stack stack = Stack.empty();
  private final List<Denial> denials = new CopyOnWriteArrayList<>();

  private LocalCloud(CloudOptions options, Gateway gateway, Engine engine) throws IOException {
    this.options = options;
    Chance chance = Chance.ofThisRun();
    this.passedToService = chance.passedToService(options.home().region());
    options.listener().logged("gateway", "by the seed " + chance.seed() + " (-Dtideway.seed brings it again), DMS takes roles as " + passedToService);
    this.gateway = gateway;
    this.engine = engine;
    this.moto = new Moto(engine.endpoint(), options.home().region());
    this.functions = new FunctionHost(options, gateway.endpoint(), moto);
    Destinations destinations = new Destinations(moto, options, () -> roles, () -> stack);
    this.async = new AsyncInvoker(options, functions, destinations);
    this.events = new EventRouter(options, async, destinations, moto);
    open(Stack.empty());
  }

  /** Starts an empty cloud. */
  public static LocalCloud start(CloudOptions options) throws IOException {
    Gateway gateway = new Gateway(options);
    try {
      return new LocalCloud(options, gateway, Engine.start(options, gateway.endpoint().getPort()));
    } catch (IOException e) {
      gateway.close();
      throw e;
    }
  }

  private void open(Stack deployed) {
    stack = deployed;
    AccessMap accesses =
        new AccessMap(options.home().region(), options.home().account(), ActionReference.of(options.tools().engine()), passedToService, this::secret, stack);
    roles = new Roles(stack);
    LocalGuard guard = new LocalGuard(options, new Callers(functions), roles, accesses, stack, denials::add);
    gateway.open(new Gateway.Services(guard, moto, new PolicySimulator(moto, () -> roles), functions, async, events, new LocalExecutions(events), this::undeploy));
  }

  /** The stack is deleted, with its functions, rules and roles. Running invocations end normally, but have no permissions any more. */
  private void undeploy() {
    functions.deploy(List.of());
    async.deploy(Stack.empty());
    events.undeploy();
    open(Stack.empty());
  }

  /** Deploys the template with its parameters. */
  public Stack deploy() throws IOException, InterruptedException {
    return deploy(options.application().template(), options.parameters());
  }

  /** Deploys a template: the first call creates the stack; each later call updates it while executions and functions continue. */
  public Stack deploy(Path template, Map<String, String> parameters) throws IOException, InterruptedException {
    JsonNode document = engine.deploy(template, parameters);
    for (JsonNode absent : document.path("absent")) {
      if (NEEDED_SERVICES.contains(absent.asText().replaceFirst("^.*AWS::(\\w+)::.*$", "$1"))) {
        throw new IOException("The local cloud cannot create " + absent.asText());
      }
    }
    Stack deployed = Stack.parse(document);
    functions.deploy(deployed.ofType("AWS::Lambda::Function").stream().map(FunctionSpec::of).toList());
    async.deploy(deployed);
    open(deployed);
    events.deploy(deployed);
    return deployed;
  }

  private AccessMap.Secret secret(String secretId) {
    try {
      JsonNode secret = moto.json("secretsmanager", "secretsmanager.DescribeSecret", LocalJson.object().put("SecretId", secretId));
      return new AccessMap.Secret(secret.get("ARN").asText(), Optional.of(secret.path("KmsKeyId").asText()).filter(key -> key.startsWith("arn:")));
    } catch (Moto.MotoException e) {
      String arn = secretId.startsWith("arn:") ? secretId : "arn:aws:secretsmanager:" + options.home().region() + ":" + options.home().account() + ":secret:" + secretId;
      return new AccessMap.Secret(arn, Optional.empty());
    }
  }

  /** The address of every service. */
  public URI endpoint() {
    return gateway.endpoint();
  }

  /** The access key of a function, for calls under its permissions. */
  public static String accessKeyOfFunction(String functionName) {
    return Callers.keyOfFunction(functionName);
  }

  /** Reads secrets as DMS does, with a role of the stack. */
  public Secrets secrets() {
    return new RoleSecrets(options, moto, () -> roles, this::secret);
  }

  /** The network in which services find subnets and security groups. */
  public Network network() {
    return new MotoNetwork(moto);
  }

  /** The default event bus. */
  public EventBus eventBus() {
    return events;
  }

  /** CloudWatch. */
  public Metrics metrics() {
    return this::putMetric;
  }

  private void putMetric(String namespace, String name, Map<String, String> dimensions, double value, Instant time) {
    Map<String, String> fields = new LinkedHashMap<>(Map.of("Action", "PutMetricData", "Version", "2010-08-01",
        "Namespace", namespace, "MetricData.member.1.MetricName", name, "MetricData.member.1.Value", String.valueOf(value),
        "MetricData.member.1.Timestamp", time.toString()));
    int number = 1;
    // moto finds a metric only with its dimensions in the order of their publication: here by name, as Tideway queries them
    for (Map.Entry<String, String> dimension : new TreeMap<>(dimensions).entrySet()) {
      String prefix = "MetricData.member.1.Dimensions.member." + number++;
      fields.put(prefix + ".Name", dimension.getKey());
      fields.put(prefix + ".Value", dimension.getValue());
    }
    moto.query("monitoring", fields);
  }

  /** Every denied call so far, in order. */
  public List<Denial> denials() {
    return List.copyOf(denials);
  }

  /** The process ids of the live functions. */
  public List<Long> functionProcesses() {
    return functions.pids();
  }

  /** The process ids of everything that runs for this cloud. */
  public List<Long> processes() {
    return Stream.concat(Stream.of(engine.pid()), functionProcesses().stream()).toList();
  }

  /** Kills the processes in which that function is running; returns how many there were. */
  public int killBusy(String function) {
    return functions.killBusy(function);
  }

  @Override
  public void close() {
    events.close();
    async.close();
    try {
      functions.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    engine.close();
    moto.close();
    gateway.close();
  }
}
