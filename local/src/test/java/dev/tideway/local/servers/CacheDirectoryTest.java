package dev.tideway.local.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CacheDirectoryTest {
  @TempDir
  Path root;

  @Test
  void makesAnEntryOnce() throws IOException {
    CacheDirectory cache = new CacheDirectory(root);
    AtomicInteger made = new AtomicInteger();
    CacheDirectory.Maker maker = directory -> Files.writeString(directory.resolve("n"), "" + made.incrementAndGet());

    Path first = cache.entry("server-1", Progress.silent(), maker);
    Path second = cache.entry("server-1", Progress.silent(), maker);

    assertThat(second).isEqualTo(first);
    assertThat(first.resolve("n")).hasContent("1");
  }

  @Test
  void leavesNoIncompleteEntryWhenMakingFails() throws IOException {
    CacheDirectory cache = new CacheDirectory(root);

    assertThatThrownBy(() -> cache.entry("server-1", Progress.silent(), directory -> {
      Files.writeString(directory.resolve("half"), "made");
      throw new DatabaseException("the build broke");
    })).hasMessage("the build broke");

    try (var left = Files.list(root)) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
    assertThat(cache.entry("server-1", Progress.silent(), directory -> {}).resolve("half")).doesNotExist();
  }

  @Test
  void oneOfManyThreadsMakesAnEntry() throws Exception {
    CacheDirectory cache = new CacheDirectory(root);
    AtomicInteger made = new AtomicInteger();
    CountDownLatch together = new CountDownLatch(8);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Path>> paths = IntStream.range(0, 8).mapToObj(i -> threads.submit(() -> {
        together.countDown();
        together.await();
        return cache.entry("server-1", Progress.silent(), directory -> made.incrementAndGet());
      })).toList();
      for (Future<Path> path : paths) {
        assertThat(path.get()).isDirectory();
      }
    }
    assertThat(made).hasValue(1);
  }

  @Test
  void prefersItsOwnVariableThenTheSharedOneThenTheHomeDirectory() {
    Path home = Path.of("/home/someone");

    assertThat(CacheDirectory.from(Map.of("TIDEWAY_CACHE", "/own", "XDG_CACHE_HOME", "/shared"), home).root()).isEqualTo(Path.of("/own"));
    assertThat(CacheDirectory.from(Map.of("XDG_CACHE_HOME", "/shared"), home).root()).isEqualTo(Path.of("/shared/tideway"));
    assertThat(CacheDirectory.from(Map.of(), home).root()).isEqualTo(home.resolve(".cache/tideway"));
  }
}
