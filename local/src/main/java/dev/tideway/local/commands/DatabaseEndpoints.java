package dev.tideway.local.commands;

import dev.tideway.jdbc.Databases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that name the two databases. */
public final class DatabaseEndpoints {
  @Option(names = "--source", required = true, paramLabel = "URL", description = "The database with the correct data.")
  private String source;

  @Option(names = "--target", required = true, paramLabel = "URL", description = "The database that should be equal.")
  private String target;

  @Option(names = "--source-password-file", paramLabel = "FILE", description = "A file with the source's password in its first line.")
  private Path sourcePassword;

  @Option(names = "--target-password-file", paramLabel = "FILE", description = "A file with the target's password in its first line.")
  private Path targetPassword;

  /**
   * The source's address.
   *
   * @throws Address.Malformed if its URL is malformed, or if the password file or a file in the URL cannot be read
   */
  public Address source() {
    return Address.of("source", source, password("source", sourcePassword));
  }

  /** The target's address; throws the same exceptions as {@link #source}. */
  public Address target() {
    return Address.of("target", target, password("target", targetPassword));
  }

  /**
   * A connection for reading.
   *
   * @throws SQLException with the side, server and account, and how to fix the problem
   */
  public static Connection open(Address address) throws SQLException {
    try {
      return new Databases(name -> address.secret()).read(address.endpoint());
    } catch (SQLException e) {
      throw NoConnection.of(address, e);
    }
  }

  private static Optional<String> password(String side, Path file) {
    if (file != null) {
      try (var lines = Files.lines(file)) {
        return lines.findFirst();
      } catch (IOException | UncheckedIOException e) {
        throw new Address.Malformed("--" + side + "-password-file: " + file + " cannot be read");
      }
    }
    return Optional.ofNullable(System.getenv("TIDEWAY_" + side.toUpperCase(Locale.ROOT) + "_PASSWORD"));
  }
}
