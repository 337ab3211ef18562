package dev.tideway.local.cloud;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of a {@link LocalCloud}.
 *
 * @param application what is deployed
 * @param tools what the cloud is made of
 * @param folders where it writes
 * @param home where the stack is
 * @param parameters the template's parameters
 * @param minute length of the minute of {@code rate(1 minute)} and of retries: a shorter minute makes the local run faster
 * @param processesPerFunction maximum number of processes for one function at once
 * @param services services that run inside the gateway, by the prefix of {@code x-amz-target}
 * @param listener receives what happens
 */
@RecordBuilder
public record CloudOptions(
    Application application,
    Tools tools,
    Folders folders,
    Home home,
    Map<String, String> parameters,
    Duration minute,
    int processesPerFunction,
    Map<String, JsonService> services,
    CloudListener listener)
    implements CloudOptionsBuilder.With {

  /**
   * What is deployed.
   *
   * @param template the SAM template
   * @param jars folder of the built jars: a function's jar is the one there that its CodeUri names
   */
  public record Application(Path template, Path jars) {}

  /**
   * The programs that the cloud is made of.
   *
   * @param engine folder of the Python programs ({@code local/aws})
   * @param java the {@code java} that runs the functions
   * @param python the {@code python} of a {@link PythonEnvironment}
   */
  public record Tools(Path engine, Path java, Path python) {}

  /**
   * Where the cloud writes.
   *
   * @param work folder for logs; created if absent, never emptied
   * @param cache folder for files that are kept between runs
   */
  public record Folders(Path work, Path cache) {}

  /**
   * Where the stack and all resources are.
   *
   * @param stackName the stack's name
   * @param region the region
   * @param account the account
   */
  public record Home(String stackName, String region, String account) {}

  /** Copies the maps. */
  public CloudOptions {
    parameters = Map.copyOf(parameters);
    services = Map.copyOf(services);
  }

  /** The options of a checkout: its template, its engine, its built jars. */
  public static CloudOptions of(Path repository, Path java, Path python, Path work, Path cache) {
    return new CloudOptions(
        new Application(repository.resolve("template.yaml"), repository.resolve("functions/target")),
        new Tools(repository.resolve("local/aws"), java, python),
        new Folders(work, cache),
        new Home("tideway", "us-east-1", "123456789012"),
        Map.of(),
        Duration.ofMinutes(1),
        3,
        Map.of(),
        new CloudListener() {});
  }

  /** Whether minutes are shorter than AWS's: then all other delays are short too. */
  boolean fast() {
    return minute.compareTo(Duration.ofMinutes(1)) < 0;
  }

  /** With one more service that runs inside the gateway, under this {@code x-amz-target} prefix. */
  public CloudOptions serving(String prefix, JsonService service) {
    Map<String, JsonService> more = new LinkedHashMap<>(services);
    more.put(prefix, service);
    return withServices(more);
  }
}
