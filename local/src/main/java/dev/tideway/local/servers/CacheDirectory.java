package dev.tideway.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Files that are slow to create and never change: built and unpacked servers. An entry is a directory named after its content (a version or
 * a hash), so it is only created and never updated. One process at a time creates it in a different place and then renames it, so that a
 * killed build leaves no directory that seems complete.
 */
public final class CacheDirectory {
  private static final Map<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

  private final Path root;

  /** A cache below the given directory, which may be absent. */
  public CacheDirectory(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** The user's cache: {@code $TIDEWAY_CACHE}, else {@code tideway} below {@code $XDG_CACHE_HOME} or {@code ~/.cache}. */
  public static CacheDirectory standard() {
    return from(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static CacheDirectory from(Map<String, String> environment, Path home) {
    String own = environment.getOrDefault("TIDEWAY_CACHE", "");
    if (!own.isEmpty()) {
      return new CacheDirectory(Path.of(own));
    }
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    return new CacheDirectory((shared.isEmpty() ? home.resolve(".cache") : Path.of(shared)).resolve("tideway"));
  }

  /** The directory of the entries. */
  public Path root() {
    return root;
  }

  /** Creates the content of one entry in an empty directory. */
  @FunctionalInterface
  public interface Maker {
    /** Fills the directory; if it throws an exception, the entry is not created. */
    void fill(Path directory) throws IOException;
  }

  /**
   * The directory of an entry, created now if it does not exist.
   *
   * @param name a file name that changes whenever the content would change
   * @throws UncheckedIOException if the cache cannot be written
   */
  public Path entry(String name, Progress progress, Maker maker) {
    Path entry = root.resolve(name);
    if (Files.isDirectory(entry)) {
      return entry;
    }
    return exclusively(name, progress, () -> {
      if (!Files.isDirectory(entry)) {
        make(entry, maker);
      }
      return entry;
    });
  }

  /** Work on the cache that only one process at a time may do. */
  @FunctionalInterface
  interface Work<T> {
    T done() throws IOException;
  }

  /** Does work that no other thread or process on this machine does at the same time under the same name. */
  <T> T exclusively(String name, Progress progress, Work<T> work) {
    // a file lock belongs to the whole process, so the threads of this process also need a lock
    ReentrantLock mine = IN_THIS_PROCESS.computeIfAbsent(root.resolve(name), path -> new ReentrantLock());
    mine.lock();
    try {
      Files.createDirectories(root);
      try (FileChannel file = FileChannel.open(root.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = lock(file, name, progress)) {
        return work.done();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + root.resolve(name), e);
    } finally {
      mine.unlock();
    }
  }

  private static FileLock lock(FileChannel file, String name, Progress progress) throws IOException {
    FileLock held = file.tryLock();
    if (held != null) {
      return held;
    }
    progress.report("another process is making " + name + ": waiting for it");
    return file.lock();
  }

  private void make(Path entry, Maker maker) throws IOException {
    Path draft = Files.createTempDirectory(root, entry.getFileName() + ".making-");
    try {
      maker.fill(draft);
      Files.move(draft, entry, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      FileTree.delete(draft);
    }
  }
}
