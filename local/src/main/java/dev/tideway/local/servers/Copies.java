package dev.tideway.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The cached copies of a server whose newest version changes with time, each named after its content. The newest copy runs. The copy that
 * started last stays in the cache, and runs if the newest cannot be fetched or does not start.
 *
 * @param cache the cache of the copies
 * @param name the prefix of their names; a hash follows
 */
record Copies(CacheDirectory cache, String name) {
  /** The copy's name in the cache. */
  String entry(String hash) {
    return name + "-" + hash;
  }

  /**
   * Starts the newest copy, or else the copy that started last.
   *
   * @param newest fetches the newest
   * @param starter starts a copy
   * @throws DatabaseException if no copy starts; with a one-line message, if no copy can be fetched
   */
  <T> T start(Supplier<Path> newest, Function<Path, T> starter, Progress progress) {
    Optional<Path> last = last();
    Path copy;
    try {
      copy = newest.get();
    } catch (DatabaseException | UncheckedIOException e) {
      return starter.apply(instead(last, progress, e).orElseThrow(() -> new DatabaseException(
          name + " is not on this machine and cannot be fetched (" + reason(e) + "): start it once where apt-get reaches a mirror of"
              + " Debian, or copy " + cache.root().resolve(name) + "* from a machine that has it", e)));
    }
    try {
      T started = starter.apply(copy);
      recordStarted(copy, last);
      return started;
    } catch (DatabaseException e) {
      return starter.apply(instead(last.filter(other -> !other.equals(copy)), progress, e).orElseThrow(() -> e));
    }
  }

  private Optional<Path> instead(Optional<Path> last, Progress progress, RuntimeException e) {
    last.ifPresent(copy -> progress.report(
        "Warning: " + copy.getFileName() + ", the " + name + " that started last, runs instead of the newest: " + reason(e)));
    return last;
  }

  private static String reason(RuntimeException e) {
    return e instanceof UncheckedIOException io ? io.getMessage() + ": " + io.getCause().getMessage() : e.getMessage();
  }

  private Path lastStarted() {
    return cache.root().resolve(name + ".last");
  }

  private Optional<Path> last() {
    try {
      return Files.exists(lastStarted())
          ? Optional.of(cache.root().resolve(Files.readString(lastStarted()).strip())).filter(Files::isDirectory)
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + lastStarted(), e);
    }
  }

  /** Records which copy has started. All other copies are deleted except the previous one, which another process may be running. */
  private void recordStarted(Path started, Optional<Path> before) {
    if (Optional.of(started).equals(before)) {
      return;
    }
    cache.exclusively(name, Progress.silent(), () -> {
      Path draft = Files.createTempFile(cache.root(), name, ".note");
      Files.writeString(draft, started.getFileName() + "\n");
      Files.move(draft, lastStarted(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (Stream<Path> entries = Files.list(cache.root())) {
        List<Path> old = entries.filter(entry -> entry.getFileName().toString().matches(name + "-[0-9a-f]{16}"))
            .filter(entry -> !entry.equals(started) && !Optional.of(entry).equals(before))
            .toList();
        old.forEach(FileTree::delete);
      }
      return started;
    });
  }
}
