package dev.tideway.local.commands;

import dev.tideway.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The local cloud of a running demo, stored in a file for {@code --local}.
 *
 * @param endpoint the address of every AWS service
 * @param region its region
 * @param stack the application's stack
 */
public record LocalCloudFile(URI endpoint, String region, String stack) {
  private static Path file(Path repository) {
    return repository.resolve("local/target/demo/cloud.json");
  }

  /** Records that this cloud is running. */
  public void write(Path repository) throws IOException {
    Files.createDirectories(file(repository).getParent());
    Files.writeString(file(repository), Json.pretty(this) + "\n");
  }

  /** Records that no cloud is running any more. */
  public static void delete(Path repository) throws IOException {
    Files.deleteIfExists(file(repository));
  }

  /** The running cloud, if there is one. */
  static Optional<LocalCloudFile> read(Path repository) throws IOException {
    return Files.exists(file(repository)) ? Optional.of(Json.read(Files.readString(file(repository)), LocalCloudFile.class)) : Optional.empty();
  }
}
