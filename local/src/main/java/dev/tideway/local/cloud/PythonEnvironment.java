package dev.tideway.local.cloud;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A virtual environment with the packages of a list, created once for each list and kept in the cache. */
public final class PythonEnvironment {
  private static final String READY = ".ready";
  private static final List<String> CANDIDATES = List.of("python3", "python3.13", "python3.12", "python3.11", "python3.10", "python");

  private PythonEnvironment() {}

  /** The folder of the files that are kept between runs: {@code TIDEWAY_CACHE}, else {@code tideway} in the user's cache folder. */
  public static Path cacheFolder() {
    return Optional.ofNullable(System.getenv("TIDEWAY_CACHE")).map(Path::of).orElseGet(() ->
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".cache")).resolve("tideway"));
  }

  /**
   * Creates the environment if it does not exist, which takes a minute or two.
   *
   * @param requirements a requirements file with pinned versions
   * @param cache the folder to keep it in
   * @param progress receives a line for each long step
   * @return its {@code python}
   * @throws IOException if there is no Python 3.10 or newer, or the packages cannot be installed
   */
  public static Path prepare(Path requirements, Path cache, Consumer<String> progress) throws IOException, InterruptedException {
    String hash = HexFormat.of().formatHex(sha256(Files.readAllBytes(requirements)), 0, 8);
    Path folder = cache.resolve("python-" + hash);
    Path python = folder.resolve("bin/python");
    if (Files.exists(folder.resolve(READY))) {
      return python;
    }
    Files.createDirectories(cache);
    try (LockFile lock = LockFile.take(cache.resolve("python-" + hash + ".lock"))) {
      if (!Files.exists(folder.resolve(READY))) {
        progress.accept("Installing Python packages (once)");
        run(List.of(systemPython(), "-m", "venv", "--clear", folder.toString()));
        run(List.of(python.toString(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input",
            "--requirement", requirements.toString()));
        Files.createFile(folder.resolve(READY));
      }
    }
    return python;
  }

  private static String systemPython() throws IOException, InterruptedException {
    for (String candidate : CANDIDATES) {
      if (usable(candidate)) {
        return candidate;
      }
    }
    throw new IOException("The local cloud needs Python 3.10 or newer with venv (python3-venv on Debian).");
  }

  private static boolean usable(String python) throws InterruptedException {
    try {
      run(List.of(python, "-c", "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output;
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      output = String.join("\n", reader.lines().toList());
    }
    process.waitFor(1, TimeUnit.MINUTES);
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + " failed:\n" + output);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
