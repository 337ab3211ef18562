package dev.tideway.local.cloud;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of a {@link LocalCloud}.
 *
 * @param template the SAM template
 * @param engine folder of the Python programs ({@code local/aws})
 * @param jar the functions' jar, with all dependencies
 * @param java the {@code java} that runs the functions
 * @param python the {@code python} of a {@link PythonEnvironment}
 * @param work folder for logs; created if absent, never emptied
 * @param cache folder for files that are kept between runs
 * @param stackName the stack's name
 * @param region the region of all resources
 * @param account the account of all resources
 * @param parameters the template's parameters
 * @param minute length of the minute of {@code rate(1 minute)} and of retries: a shorter minute makes the local run faster
 * @param processesPerFunction maximum number of processes for one function at once
 * @param services services that run inside the gateway, by the prefix of {@code x-amz-target}
 * @param listener receives what happens
 */
@RecordBuilder
public record CloudOptions(
    Path template,
    Path engine,
    Path jar,
    Path java,
    Path python,
    Path work,
    Path cache,
    String stackName,
    String region,
    String account,
    Map<String, String> parameters,
    Duration minute,
    int processesPerFunction,
    Map<String, JsonService> services,
    CloudListener listener)
    implements CloudOptionsBuilder.With {

  /** Copies the maps. */
  public CloudOptions {
    parameters = Map.copyOf(parameters);
    services = Map.copyOf(services);
  }

  /** The options of a checkout: its template, its engine, its built jar. */
  public static CloudOptions of(Path repository, Path java, Path python, Path work, Path cache) {
    return new CloudOptions(
        repository.resolve("template.yaml"),
        repository.resolve("local/aws"),
        repository.resolve("functions/target/tideway.jar"),
        java,
        python,
        work,
        cache,
        "tideway",
        "us-east-1",
        "123456789012",
        Map.of(),
        Duration.ofMinutes(1),
        3,
        Map.of(),
        new CloudListener() {});
  }

  /** Whether minutes are shorter than AWS's: then all other delays are short too. */
  boolean hurried() {
    return minute.compareTo(Duration.ofMinutes(1)) < 0;
  }

  /** With one more service that runs inside the gateway, under this {@code x-amz-target} prefix. */
  public CloudOptions serving(String prefix, JsonService service) {
    Map<String, JsonService> more = new LinkedHashMap<>(services);
    more.put(prefix, service);
    return withServices(more);
  }
}
