package dev.tideway.plan.checks;

import dev.tideway.fixture.MigrationFixture;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.ExistingServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A whole Plan in its own process, for tests that kill it. */
final class PlanProcess {
  private PlanProcess() {}

  /** Starts it for a migration with that name. */
  static Process start(DatabaseServer source, DatabaseServer target, String migration, String schema) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx256m", "-cp",
            System.getProperty("java.class.path"), PlanProcess.class.getName(), url(source), url(target), migration, schema)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String url(DatabaseServer server) {
    return "mysql://" + encoded(server.migration().user()) + ":" + encoded(server.migration().password()) + "@" + server.host() + ":" + server.port();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Plans: source, target, name of the migration, schema. */
  public static void main(String[] args) {
    MigrationFixture fixture = new MigrationFixture(ExistingServer.at(args[0]), ExistingServer.at(args[1]), args[2]);
    fixture.select(args[3]);
    new PlanChain(fixture, () -> () -> Duration.ofMinutes(10)).whole();
  }
}
