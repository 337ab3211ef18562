package dev.tideway.local.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds a TiDB server from its Go module, pinned by {@code local/tidb/go.mod} and {@code go.sum}. The build takes minutes and runs only once. */
public final class TidbBuild {
  /** The release that is built. */
  public static final String RELEASE = "v8.5.6";

  // TiDB checks its compiler's version when it starts and panics if the version is different
  private static final String TOOLCHAIN = "go1.25.8";
  private static final int OLDEST_GO = 21;
  private static final Pattern GO_VERSION = Pattern.compile("go version go1\\.(\\d+)");
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final CacheDirectory cache;
  private final Progress progress;
  private final String go;

  /** A builder that stores its build in the cache. */
  public TidbBuild(CacheDirectory cache, Progress progress) {
    this(cache, progress, "go");
  }

  TidbBuild(CacheDirectory cache, Progress progress, String go) {
    this.cache = cache;
    this.progress = progress;
    this.go = go;
  }

  /**
   * The server's binary, built now if the cache lacks it.
   *
   * @throws DatabaseException if Go is missing or too old, or the build fails
   */
  public Path binary() {
    byte[] module = resource("go.mod");
    byte[] sums = resource("go.sum");
    return cache.entry(entryName(module, sums), progress, directory -> build(directory, module, sums)).resolve("tidb-server");
  }

  /** The name of the cache entry: every change that affects the binary changes the name. */
  static String entryName(byte[] module, byte[] sums) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(module);
      digest.update(sums);
      digest.update((RELEASE + TOOLCHAIN).getBytes(StandardCharsets.UTF_8));
      return "tidb-" + HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static byte[] resource(String name) {
    try (InputStream stream = TidbBuild.class.getResourceAsStream("/dev/tideway/local/tidb/" + name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " of TiDB's build is not on the classpath");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + name + " of TiDB's build", e);
    }
  }

  private void build(Path directory, byte[] module, byte[] sums) throws IOException {
    checkGo();
    progress.report("building TiDB " + RELEASE + " from source, once: takes minutes");
    Path sources = Files.createTempDirectory("tideway-tidb-build-");
    try {
      Files.write(sources.resolve("go.mod"), module);
      Files.write(sources.resolve("go.sum"), sums);
      ProcessBuilder builder = new ProcessBuilder(
          go,
          "build",
          "-v",
          "-ldflags=-s -w -X github.com/pingcap/tidb/pkg/parser/mysql.TiDBReleaseVersion=" + RELEASE,
          "-o",
          directory.resolve("tidb-server").toString(),
          "github.com/pingcap/tidb/cmd/tidb-server");
      builder.directory(sources.toFile()).redirectErrorStream(true);
      builder.environment().put("GOTOOLCHAIN", TOOLCHAIN);
      builder.environment().put("GOFLAGS", "-mod=readonly");
      builder.environment().put("GOWORK", "off");
      watch(builder.start());
    } finally {
      FileTree.delete(sources);
    }
  }

  private void watch(Process process) throws IOException {
    Instant began = Instant.now();
    AtomicInteger downloaded = new AtomicInteger();
    AtomicInteger compiled = new AtomicInteger();
    Deque<String> last = new ArrayDeque<>();
    // a link step prints nothing for a while, so progress lines follow the clock, not the compiler's output
    Thread ticker = Thread.ofVirtual().start(() -> {
      try {
        while (true) {
          Thread.sleep(BETWEEN_LINES);
          progress.report("building TiDB " + RELEASE + ": " + clock(Duration.between(began, Instant.now())) + ", " + downloaded
              + " modules fetched, " + compiled + " packages compiled");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        (line.startsWith("go: downloading") ? downloaded : compiled).incrementAndGet();
        last.addLast(line);
        if (last.size() > 20) {
          last.removeFirst();
        }
      }
      if (process.waitFor() != 0) {
        throw new DatabaseException("TiDB " + RELEASE + " cannot be built:\n" + String.join("\n", last));
      }
      progress.report("TiDB " + RELEASE + " built in " + clock(Duration.between(began, Instant.now())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException("interrupted while TiDB was being built", e);
    } finally {
      ticker.interrupt();
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private void checkGo() {
    String version;
    try {
      // outside any module, so that no go.mod selects a different compiler here
      ProcessBuilder builder = new ProcessBuilder(go, "version").redirectErrorStream(true);
      builder.environment().put("GOTOOLCHAIN", "local");
      Process process = builder.start();
      version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new DatabaseException("building TiDB needs Go 1." + OLDEST_GO
          + " or newer, and there is no 'go' on the PATH: install it (apt-get install golang, brew install go) or pass --target", e);
    }
    Matcher matcher = GO_VERSION.matcher(version);
    if (!matcher.find() || Integer.parseInt(matcher.group(1)) < OLDEST_GO) {
      throw new DatabaseException("building TiDB needs Go 1." + OLDEST_GO + " or newer, found '" + version
          + "': update Go or pass --target");
    }
  }

  private static String clock(Duration duration) {
    return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }
}
