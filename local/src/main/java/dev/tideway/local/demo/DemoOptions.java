package dev.tideway.local.demo;

import dev.tideway.local.servers.SourceServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The options of a demo.
 *
 * @param rows number of rows of the sample database
 * @param approve who approves the cutover
 * @param summary the file for the summary as JSON
 * @param keep whether to leave everything running at the end
 * @param servers the source and the target
 * @param pace how fast time passes in the local cloud
 */
public record DemoOptions(
    long rows,
    Approve approve,
    Optional<Path> summary,
    boolean keep,
    Servers servers,
    Pace pace) {

  /**
   * The source and the target.
   *
   * @param source an existing source instead of the sample database, as {@code mysql://user:password@host:port}
   * @param target an existing TiDB instead of one started here
   * @param schemas schemas of the existing source
   * @param sourceServer the server of the sample database
   */
  public record Servers(Optional<String> source, Optional<String> target, List<String> schemas, SourceServer sourceServer) {}

  /** Who approves. */
  public enum Approve {
    /** The demo approves, as soon as the migration waits for it. */
    auto,
    /** The user at the keyboard approves. */
    ask
  }
}
