package dev.tideway.local.demo;

import dev.tideway.json.Json;
import dev.tideway.local.Checkout;
import dev.tideway.local.servers.SourceServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Migrates a sample database into a real TiDB with the deployed application, on this machine.",
      "Exit code 0 only if the migration succeeded and the verification found nothing; 1 otherwise; 2 for wrong options."
    })
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--rows", paramLabel = "N", defaultValue = "100000", description = "Rows of the sample database (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(names = "--approve", paramLabel = "WHO", defaultValue = "auto", description = "Who approves the cutover: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private DemoOptions.Approve approve;

  @Option(names = "--summary", paramLabel = "FILE", description = "Write the summary as JSON.")
  private Path summary;

  @Option(names = "--keep", description = "Leave everything running at the end and print how to connect; Ctrl-C stops it.")
  private boolean keep;

  @Option(names = "--source-server", paramLabel = "NAME", defaultValue = "mariadb-11.4", description = {
      "The server of the sample database, fetched when it is first used:",
      "${COMPLETION-CANDIDATES}",
      "(default: ${DEFAULT-VALUE})."
  })
  private SourceServer sourceServer;

  @Option(names = "--pace", paramLabel = "PACE", defaultValue = "quick", description = {
      "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      "quick: one minute of AWS lasts one second. aws: the times of AWS for everything that a cutover waits for; takes about 14 minutes. Plan with the write downtime of aws."
  })
  private Pace pace;

  @Option(names = "--source", paramLabel = "URL", description = "An existing source, mysql://user:password@host:port; needs --schemas. The demo only reads it.")
  private String source;

  @Option(names = "--target", paramLabel = "URL", description = "An existing TiDB, mysql://user:password@host:port.")
  private String target;

  @Option(names = "--schemas", paramLabel = "NAME", split = ",", description = "Schemas of the existing source, with commas.")
  private List<String> schemas = List.of();

  @Override
  public Integer call() throws Exception {
    if (source != null && schemas.isEmpty()) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--source needs --schemas: name the schemas to migrate");
    }
    if (source == null && !schemas.isEmpty()) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--schemas belongs to --source: the sample database has its own");
    }
    if (rows < 200) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--rows must be at least 200, so that every table has some");
    }
    Screen screen = new Screen(System.out);
    DemoOptions.Servers servers = new DemoOptions.Servers(Optional.ofNullable(source), Optional.ofNullable(target), schemas, sourceServer);
    DemoOptions options = new DemoOptions(rows, approve, Optional.ofNullable(summary), keep, servers, pace);
    try (Demo demo = new Demo(options, screen, Checkout.root())) {
      // Ctrl-C: the processes of the main thread are stopped before this process ends
      Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "stop"));
      Summary result = demo.run();
      if (options.summary().isPresent()) {
        Files.writeString(options.summary().get(), Json.pretty(result) + "\n");
      }
      if (keep) {
        demo.printAccess(result);
        screen.plain("Everything keeps running; Ctrl-C stops it.");
        new CountDownLatch(1).await();
      }
      return result.good() ? 0 : 1;
    }
  }
}
