package dev.tideway.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import dev.tideway.local.cloud.PythonEnvironment;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The AWS CLI against the local cloud: the commands in the README, exactly as printed, and those that show what a stack does. */
@EndToEnd
final class CommandLineIT {
  private static final String SCHEMA = "command_line";
  private static final Pattern IN_README = Pattern.compile("(?m)^ *(aws (?:.*\\\\\n)*.*)$|`(aws [^`]+)`");

  private final LocalApplication application = TestApplication.shared();
  private final DatabaseServer source = TestServers.ofTheApplication(LocalFlavour.MARIADB);
  private final DatabaseServer target = TestServers.ofTheApplication(LocalFlavour.TIDB);

  @TempDir private Path folder;

  /** Both versions that people use. */
  enum Cli {
    V1,
    V2;

    /** The program: version 1 from PyPI, version 2 as installed. */
    String program() throws IOException, InterruptedException {
      if (this == V1) {
        Path python = PythonEnvironment.prepare(Path.of("src/test/resources/cli/requirements.txt"), PythonEnvironment.cacheFolder(), progress -> {});
        return python.resolveSibling("aws").toString();
      }
      for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
        Path aws = Path.of(directory, "aws");
        if (Files.isExecutable(aws) && output(new ProcessBuilder(aws.toString(), "--version").redirectErrorStream(true)).startsWith("aws-cli/2")) {
          return aws.toString();
        }
      }
      throw new AssertionError("The AWS CLI, version 2, is not in the PATH: apt-get install awscli (Debian, Ubuntu), or brew install awscli");
    }
  }

  @BeforeAll
  static void oneSmallTable() throws SQLException {
    DatabaseServer server = TestServers.ofTheApplication(LocalFlavour.MARIADB);
    try (Connection connection = server.connect(server.admin());
        Statement statement = connection.createStatement()) {
      for (String sql : List.of("DROP DATABASE IF EXISTS " + SCHEMA, "CREATE DATABASE " + SCHEMA, "CREATE TABLE " + SCHEMA + ".t (id INT PRIMARY KEY) COLLATE utf8mb4_bin")) {
        statement.execute(sql);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void runsTheCommandsOfTheReadme(Cli cli) throws Exception {
    List<String> commands = commands();
    assertThat(commands).as("the commands of the README: each is run here").extracting(command -> command.replaceAll("^aws (\\S+ \\S+)[\\s\\S]*", "$1"))
        .containsExactly("secretsmanager create-secret", "s3 cp", "stepfunctions start-execution", "lambda invoke");
    TestMigration migration = new TestMigration(source, target, List.of(SCHEMA)).with(r -> r.put("mode", "plan"));

    String secret = Json.write(Map.of("host", source.host(), "port", source.port(), "username", source.migration().user(),
        "password", source.migration().password()));
    JsonNode created = json(cli, commands.get(0).replace("orders", migration.name() + "-cli").replaceAll("'\\{[^']*}'", Matcher.quoteReplacement("'" + secret + "'")));
    migration.with(r -> ((ObjectNode) r.get("source")).set("secret", created.get("ARN")));

    Files.writeString(folder.resolve("ca.pem"), migration.request().at("/target/certificate").asText());
    run(cli, commands.get(1));
    migration.with(r -> r.withObject("/target").put("certificate", "requests/ca.pem"));

    Files.writeString(folder.resolve("request.json"), Json.write(migration.request()));
    JsonNode started = json(cli, commands.get(2));
    assertThat(application.await(started.get("executionArn").asText()).statusAsString()).isEqualTo("SUCCEEDED");

    Files.writeString(folder.resolve("decision.json"), Json.write(Map.of("migration", migration.name(), "approve", true, "by", "ada")));
    // no plan waits for the approval: the function reports that
    assertThat(run(cli, commands.get(3))).contains("TW-E054", "\"FunctionError\": \"Unhandled\"");
  }

  @ParameterizedTest
  @EnumSource
  void showsWhatTheStackIsAndDoes(Cli cli) throws Exception {
    String function = application.stack().outputs().get("ApproveFunctionName");
    Files.writeString(folder.resolve("decision.json"), Json.write(Map.of("migration", "nobody", "approve", true, "by", "ada")));
    String tail = json(cli, "aws lambda invoke --function-name " + function + " --payload fileb://decision.json --log-type Tail answer.json").get("LogResult").asText();
    assertThat(new String(Base64.getDecoder().decode(tail), StandardCharsets.UTF_8)).contains("platform.start", "platform.report");
    assertThat(Files.readString(folder.resolve("answer.json"))).contains("TW-E054");

    String group = application.stack().ref("FunctionsLogs").orElseThrow();
    while (run(cli, "aws logs describe-log-streams --log-group-name " + group + " --log-stream-name-prefix $(date -u +%Y/%m/%d)/" + function).contains("\"logStreams\": []")) {
      Thread.sleep(100);
    }
    assertThat(run(cli, "aws logs filter-log-events --log-group-name " + group + " --filter-pattern platform.report")).contains("billedDurationMs");
    if (cli == Cli.V2) {
      assertThat(run(cli, "aws logs tail " + group + " --since 1h --format short")).contains("platform.report");
    }

    assertThat(json(cli, "aws cloudwatch describe-alarms").get("MetricAlarms")).extracting(alarm -> alarm.get("AlarmName").asText())
        .containsAll(application.stack().ofType("AWS::CloudWatch::Alarm").stream().map(alarm -> alarm.physicalId()).toList());
    JsonNode machine = json(cli, "aws stepfunctions describe-state-machine --state-machine-arn " + application.stateMachine());
    assertThat(machine.at("/loggingConfiguration/level").asText()).isEqualTo("ALL");
    assertThat(machine.at("/tracingConfiguration/enabled").asBoolean()).isTrue();
    assertThat(json(cli, "aws lambda list-functions").get("Functions"))
        .allSatisfy(one -> assertThat(one.at("/Architectures/0").asText()).isEqualTo("arm64"));
  }

  /** The README's AWS commands, in order. */
  private static List<String> commands() throws IOException {
    Matcher found = IN_README.matcher(Files.readString(Path.of("../README.md")));
    List<String> commands = new ArrayList<>();
    while (found.find()) {
      commands.add(found.group(1) == null ? found.group(2) : found.group(1));
    }
    return commands;
  }

  private JsonNode json(Cli cli, String command) throws IOException, InterruptedException {
    return Json.read(run(cli, command), JsonNode.class);
  }

  /** Runs a command in a shell in which {@code aws} is that version and uses the local cloud; placeholders of the README are filled in. */
  private String run(Cli cli, String command) throws IOException, InterruptedException {
    String filled = command.replace("<output MigrationArn>", application.stateMachine())
        .replace("<output ApproveFunctionName>", application.stack().outputs().get("ApproveFunctionName"))
        .replace("BUCKET", application.stack().outputs().get("BucketName"));
    ProcessBuilder shell = new ProcessBuilder("bash", "-euc", "aws() { " + cli.program() + " --endpoint-url " + application.endpoint() + " \"$@\"; }\n" + filled)
        .directory(folder.toFile()).redirectErrorStream(true);
    shell.environment().putAll(Map.of("AWS_ACCESS_KEY_ID", "local", "AWS_SECRET_ACCESS_KEY", "local", "AWS_DEFAULT_REGION", "us-east-1",
        "AWS_PAGER", "", "AWS_CONFIG_FILE", "/dev/null", "AWS_SHARED_CREDENTIALS_FILE", "/dev/null"));
    return output(shell);
  }

  private static String output(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    String output;
    try (Stream<String> lines = process.inputReader(StandardCharsets.UTF_8).lines()) {
      output = String.join("\n", lines.toList());
    }
    assertThat(process.waitFor()).as(builder.command() + ":\n" + output).isZero();
    return output;
  }
}
