package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The moto server, as a child process that ends with this one. */
final class Engine implements AutoCloseable {
  private final CloudOptions options;
  private final Process process;
  private final URI endpoint;

  private Engine(CloudOptions options, Process process, URI endpoint) {
    this.options = options;
    this.process = process;
    this.endpoint = endpoint;
  }

  static Engine start(CloudOptions options, int gatewayPort) throws IOException {
    Files.createDirectories(options.folders().work());
    Path log = options.folders().work().resolve("engine.log");
    ProcessBuilder builder = python(options, List.of(options.tools().engine().resolve("engine.py").toString()));
    builder.environment().put("MOTO_PORT", String.valueOf(gatewayPort));
    builder.environment().put("MOTO_ACCOUNT_ID", options.home().account());
    Process process = builder.redirectError(log.toFile()).start();
    String line;
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    line = reader.readLine();
    if (line == null) {
      process.destroyForcibly();
      throw new IOException("The AWS engine did not start:\n" + Files.readString(log));
    }
    return new Engine(options, process, URI.create("http://127.0.0.1:" + LocalJson.parse(line).get("port").asInt()));
  }

  private static ProcessBuilder python(CloudOptions options, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(options.tools().python().toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("MOTO_") || name.startsWith("PYTHON")
        || name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
    builder.environment().putAll(Map.of("TZ", "UTC", "PYTHONDONTWRITEBYTECODE", "1", "PYTHONUNBUFFERED", "1",
        "AWS_EC2_METADATA_DISABLED", "true", "AWS_CONFIG_FILE", "/dev/null", "AWS_SHARED_CREDENTIALS_FILE", "/dev/null"));
    return builder;
  }

  URI endpoint() {
    return endpoint;
  }

  long pid() {
    return process.pid();
  }

  /** Creates or updates the stack and returns its resources. */
  JsonNode deploy(Path template, Map<String, String> parameters) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(options.tools().engine().resolve("stack.py").toString(),
        "--template", template.toString(), "--endpoint", endpoint.toString(),
        "--stack", options.home().stackName(), "--region", options.home().region()));
    parameters.forEach((name, value) -> arguments.addAll(List.of("--parameter", name + "=" + value)));
    Path log = options.folders().work().resolve("stack.log");
    Process deployment = python(options, arguments).redirectError(log.toFile()).start();
    String output;
    try (BufferedReader reader = deployment.inputReader(StandardCharsets.UTF_8)) {
      output = String.join("\n", reader.lines().toList());
    }
    if (deployment.waitFor() != 0) {
      throw new IOException("The template could not be deployed:\n" + Files.readString(log));
    }
    return LocalJson.parse(output);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
