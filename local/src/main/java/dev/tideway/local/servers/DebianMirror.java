package dev.tideway.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the Debian mirror of this machine's apt, so that users with their own mirror download from it. */
final class DebianMirror {
  /** The environment variable that names a mirror if apt has none, for example on Ubuntu. */
  static final String VARIABLE = "TIDEWAY_DEBIAN_MIRROR";

  private DebianMirror() {}

  /**
   * The mirror of this machine.
   *
   * @throws DatabaseException if it has none
   */
  static String ofThisMachine() {
    return of(System.getenv(), Path.of("/etc/apt"))
        .orElseThrow(() -> new DatabaseException("apt knows no mirror of Debian: name one in " + VARIABLE));
  }

  /** The mirror of the variable, or else the first one in apt's configuration whose path ends like that of Debian's own archive. */
  static Optional<String> of(Map<String, String> environment, Path apt) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isEmpty()) {
      return Optional.of(named);
    }
    return lines(apt)
        .map(String::strip)
        .filter(line -> line.startsWith("deb ") || line.startsWith("URIs:"))
        .flatMap(line -> Stream.of(line.split("\\s+")))
        .filter(DebianMirror::isDebians)
        .findFirst();
  }

  /** The main archive: not the one of the security updates, and not one that third parties keep for Debian in {@code linux/debian}. */
  private static boolean isDebians(String word) {
    return word.contains(":/") && word.matches(".*/debian/?") && !word.matches(".*/linux/debian/?");
  }

  private static Stream<String> lines(Path apt) {
    List<Path> files = new ArrayList<>(List.of(apt.resolve("sources.list")));
    try {
      if (Files.isDirectory(apt.resolve("sources.list.d"))) {
        try (Stream<Path> parts = Files.list(apt.resolve("sources.list.d"))) {
          parts.filter(file -> file.toString().endsWith(".list") || file.toString().endsWith(".sources")).sorted().forEach(files::add);
        }
      }
      List<String> lines = new ArrayList<>();
      for (Path file : files) {
        if (Files.isReadable(file)) {
          lines.addAll(Files.readAllLines(file));
        }
      }
      return lines.stream();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read apt's configuration", e);
    }
  }
}
