package dev.tideway.local.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The packages of one Debian suite, whatever system this machine has. It runs apt-get with separate lists, which needs no privileges. The
 * packages that are installed on the machine have no effect, and nothing is installed.
 */
final class DebianSuite {
  private static final List<Path> KEYRINGS = List.of(
      Path.of("/usr/share/keyrings/debian-archive-keyring.gpg"), Path.of("/usr/share/keyrings/debian-archive-keyring.pgp"));

  private final Path folder;

  private DebianSuite(Path folder) {
    this.folder = folder;
  }

  /**
   * The current state of a suite on the mirror. The folder keeps its lists, so that the check of an unchanged suite takes a second.
   *
   * @throws DatabaseException if there is no apt-get, no key or no network
   */
  static DebianSuite refreshed(Path folder, String suite, String mirror) throws IOException {
    Path keyring = KEYRINGS.stream().filter(Files::exists).findFirst()
        .orElseThrow(() -> new DatabaseException("Debian's keys are missing: apt-get install debian-archive-keyring"));
    Files.createDirectories(folder.resolve("lists").resolve("partial"));
    Files.createDirectories(folder.resolve("archives").resolve("partial"));
    Files.writeString(folder.resolve("sources.list"), "deb [signed-by=" + keyring + "] " + mirror + " " + suite + " main\n");
    Files.writeString(folder.resolve("installed"), "");
    Files.writeString(folder.resolve("apt.conf"), """
        Dir::Etc::SourceList "%1$s/sources.list";
        Dir::Etc::SourceParts "/dev/null";
        Dir::State::Lists "%1$s/lists";
        Dir::State::Status "%1$s/installed";
        Dir::Cache "%1$s";
        APT::Sandbox::User "";
        APT::Install-Recommends "0";
        Acquire::Languages "none";
        Acquire::Retries "0";
        Acquire::http::Timeout "10";
        Acquire::https::Timeout "10";
        Debug::NoLocking "1";
        """.formatted(folder));
    DebianSuite debian = new DebianSuite(folder);
    // without the option, a mirror that does not answer causes only a warning, and apt uses the old lists as the current ones
    debian.apt("-o", "APT::Update::Error-Mode=any", "update");
    return debian;
  }

  /** A package and all its dependencies: file name, size and hash of each, sorted. They identify the content of {@link #unpack}. */
  List<String> contents(String name) {
    return apt("--print-uris", "install", name).lines()
        .filter(line -> line.startsWith("'"))
        .map(line -> line.substring(line.indexOf("' ") + 2))
        .sorted()
        .toList();
  }

  /** Unpacks a package and all its dependencies into a folder. */
  void unpack(String name, Path into) throws IOException {
    Path archives = Files.createTempDirectory("tideway-packages-");
    try {
      Files.createDirectory(archives.resolve("partial"));
      apt("-y", "-o", "Dir::Cache::Archives=" + archives, "--download-only", "install", name);
      List<Path> packages;
      try (Stream<Path> files = Files.list(archives)) {
        packages = files.filter(file -> file.toString().endsWith(".deb")).sorted().toList();
      }
      for (Path file : packages) {
        checked(new ProcessBuilder("dpkg", "--extract", file.toString(), into.toString()));
      }
    } finally {
      FileTree.delete(archives);
    }
  }

  private String apt(String... arguments) {
    List<String> command = new ArrayList<>(List.of("apt-get", "-qq"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(Map.of("APT_CONFIG", folder.resolve("apt.conf").toString(), "LC_ALL", "C"));
    return checked(builder);
  }

  private static String checked(ProcessBuilder builder) {
    Command.Outcome outcome = Command.run(builder);
    if (!outcome.good()) {
      throw new DatabaseException(builder.command().getFirst() + " fails: " + outcome.lastLine());
    }
    return outcome.output();
  }
}
