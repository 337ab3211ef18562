package dev.tideway.local.cloud;

import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The classes of a jar of functions in the form that the JVM maps into memory, created once for each jar and kept in the cache. With it, a function
 * process starts in about half the time and shares that memory with the other processes. Functions run without the archive until it exists.
 */
final class ClassArchive {
  /** Left out: classes that are large and rarely loaded. */
  private static final Pattern LEFT_OUT = Pattern.compile(
      "META-INF/.*|.*(module|package)-info.*|.*/lambda/thirdparty/.*|org/joda/.*|com/mysql/cj/x.*"
          + "|software/amazon/awssdk/services/[a-z0-9]+/(model|paginators|waiters|transform)/.*");
  /** A smaller jar starts fast enough without an archive. */
  private static final long WORTH_IT_BYTES = 1 << 20;

  private final Path java;
  private final String classPath;
  private final Path jar;
  private final Path file;
  private volatile Thread maker;

  ClassArchive(Path java, Path jar, String classPath, Path cache) throws IOException {
    this.java = java;
    this.jar = jar;
    this.classPath = classPath;
    FileTime changed = Files.exists(jar) ? Files.getLastModifiedTime(jar) : FileTime.fromMillis(0);
    long size = Files.exists(jar) ? Files.size(jar) : 0;
    String key = String.format(Locale.ROOT, "%08x-%x-%x", (classPath + java).hashCode(), size, changed.toMillis());
    this.file = cache.resolve("classes-" + key + suffix());
  }

  /** Each jar has archives of its own. */
  private String suffix() {
    return "-" + jar.getFileName() + ".jsa";
  }

  /** The archive, if it exists. */
  Optional<Path> file() {
    return Optional.of(file).filter(Files::exists);
  }

  /** Creates the archive in the background, if there is none and the jar is large enough. */
  void makeInBackground(Consumer<String> log) throws IOException {
    if (!Files.exists(jar) || Files.size(jar) < WORTH_IT_BYTES || file().isPresent()) {
      return;
    }
    maker = Thread.ofPlatform().daemon().name("class archive").start(() -> {
      try (LockFile lock = LockFile.take(Files.createDirectories(file.getParent()).resolve("classes-" + jar.getFileName() + ".lock"))) {
        if (file().isEmpty()) {
          make();
        }
      } catch (IOException | OverlappingFileLockException e) {
        // A different cloud creates it, or there is no space for it: functions start without it.
        log.accept("no class archive: " + e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private void make() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(file.getParent());
    Path list = Files.createTempFile(folder, "classes", ".list");
    Path made = Files.createTempFile(folder, "classes", ".jsa");
    Files.write(list, classes(), StandardCharsets.UTF_8);
    // with a low priority: the functions need the processors now
    Process dump = new ProcessBuilder("nice", "-n", "19", java.toString(), "-Xshare:dump", "-XX:+UseSerialGC",
        "-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + made, "-cp", classPath)
        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      if (dump.waitFor() == 0) {
        deleteOlder(folder);
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (InterruptedException e) {
      dump.destroyForcibly().waitFor();
      throw e;
    } finally {
      Files.deleteIfExists(list);
      Files.deleteIfExists(made);
    }
  }

  private List<String> classes() throws IOException {
    List<String> classes = new ArrayList<>(
        Files.readAllLines(java.toRealPath().resolveSibling("../lib/classlist").normalize(), StandardCharsets.UTF_8));
    try (JarFile content = new JarFile(jar.toFile())) {
      content.stream().map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && !LEFT_OUT.matcher(name).matches())
          .forEach(name -> classes.add(name.substring(0, name.length() - ".class".length())));
    }
    return classes;
  }

  /** Archives of earlier builds are no longer used. Running processes keep their mapped archives. */
  private void deleteOlder(Path folder) throws IOException {
    var archives = FileSystems.getDefault().getPathMatcher("glob:classes-*" + suffix());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path old : files.filter(path -> archives.matches(path.getFileName()) && !path.equals(file)).toList()) {
        Files.deleteIfExists(old);
      }
    }
  }

  void close() throws InterruptedException {
    Thread making = maker;
    if (making != null) {
      making.interrupt();
      making.join();
    }
  }
}
