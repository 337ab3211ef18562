package dev.tideway.local.commands;

import dev.tideway.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the local cloud of a running demo is, written down for {@code --local}.
 *
 * @param endpoint the address of every AWS service
 * @param region the region it claims to be
 * @param stack the application's stack
 */
public record LocalCloudFile(URI endpoint, String region, String stack) {
  private static Path file(Path repository) {
    return repository.resolve("local/target/demo/cloud.json");
  }

  /** Says that this cloud runs. */
  public void write(Path repository) throws IOException {
    Files.createDirectories(file(repository).getParent());
    Files.writeString(file(repository), Json.pretty(this) + "\n");
  }

  /** Says that no cloud runs any more. */
  public static void delete(Path repository) throws IOException {
    Files.deleteIfExists(file(repository));
  }

  /** The cloud that runs, if there is one. */
  static Optional<LocalCloudFile> read(Path repository) throws IOException {
    return Files.exists(file(repository)) ? Optional.of(Json.read(Files.readString(file(repository)), LocalCloudFile.class)) : Optional.empty();
  }
}
