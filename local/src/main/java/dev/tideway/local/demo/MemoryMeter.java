package dev.tideway.local.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Samples the resident memory of this process and of all processes that it started (Linux only; elsewhere the peak stays 0). */
final class MemoryMeter implements AutoCloseable {
  private final AtomicLong peak = new AtomicLong();
  private final Thread clock = Thread.ofPlatform().daemon().name("memory-meter").start(this::measure);

  private void measure() {
    try {
      while (true) {
        peak.accumulateAndGet(sample(), Math::max);
        Thread.sleep(1000);
      }
    } catch (InterruptedException e) {
      // closed: the peak can still be read
    }
  }

  long peakMb() {
    return peak.get() / 1024;
  }

  /** In KiB. */
  private static long sample() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.concat(Stream.of(self), self.descendants()).mapToLong(p -> resident(p.pid())).sum();
  }

  private static long resident(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines.filter(l -> l.startsWith("VmRSS:")).mapToLong(l -> Long.parseLong(l.replaceAll("\\D", ""))).findFirst().orElse(0);
    } catch (IOException | java.io.UncheckedIOException e) {
      // the process ended after it was listed
      return 0;
    }
  }

  @Override
  public void close() {
    clock.interrupt();
  }
}
