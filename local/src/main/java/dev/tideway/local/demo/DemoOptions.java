package dev.tideway.local.demo;

import dev.tideway.local.servers.SourceServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a demo is to run.
 *
 * @param rows rows of the sample database
 * @param approve who approves the cutover
 * @param summary where to write the summary as JSON
 * @param keep whether to leave everything running at the end
 * @param source an existing source instead of the sample database, as {@code mysql://user:password@host:port}
 * @param target an existing TiDB instead of one started here
 * @param schemas schemas of the existing source
 * @param sourceServer the server that the sample database lives in
 * @param pace how quickly time passes in the local cloud
 */
public record DemoOptions(
    long rows,
    Approve approve,
    Optional<Path> summary,
    boolean keep,
    Optional<String> source,
    Optional<String> target,
    List<String> schemas,
    SourceServer sourceServer,
    Pace pace) {

  /** Who approves. */
  public enum Approve {
    /** The demo, as soon as the migration asks. */
    auto,
    /** The person at the keyboard. */
    ask
  }
}
