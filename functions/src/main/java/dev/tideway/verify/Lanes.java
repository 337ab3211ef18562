package dev.tideway.verify;

import dev.tideway.catalog.TableId;
import dev.tideway.rows.TablePair;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A few pairs of connections that work side by side. */
final class Lanes implements AutoCloseable {
  private final List<Lane> lanes = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Connections are opened when they are first asked. */
  Lanes(int count, Supplier<Sides> sides, Function<TableId, TablePair> tables) {
    for (int i = 0; i < count; i++) {
      lanes.add(new Lane(sides.get(), tables));
    }
  }

  /** One pair of connections; used by one thread at a time. */
  static final class Lane {
    private final Sides sides;
    private final Function<TableId, TablePair> tables;
    private Optional<TableReader> last = Optional.empty();

    Lane(Sides sides, Function<TableId, TablePair> tables) {
      this.sides = sides;
      this.tables = tables;
    }

    TableReader reader(TableId table) {
      if (last.filter(reader -> reader.table().table().id().equals(table)).isEmpty()) {
        last = Optional.of(new TableReader(tables.apply(table), sides));
      }
      return last.get();
    }
  }

  /**
   * Does all the work; each lane takes the next piece when it has finished one. The first failure ends it, once every lane has
   * finished its piece, and is thrown.
   */
  <T> void each(Iterator<T> work, BiConsumer<Lane, T> task) {
    AtomicBoolean failed = new AtomicBoolean();
    List<Future<?>> running = new ArrayList<>();
    for (Lane lane : lanes) {
      running.add(threads.submit(() -> {
        try {
          for (Optional<T> piece = next(work); piece.isPresent() && !failed.get(); piece = next(work)) {
            task.accept(lane, piece.get());
          }
        } catch (RuntimeException e) {
          failed.set(true);
          throw e;
        }
      }));
    }
    Optional<RuntimeException> first = Optional.empty();
    for (Future<?> lane : running) {
      Optional<RuntimeException> failure = failure(lane);
      first = first.isPresent() ? first : failure;
    }
    if (first.isPresent()) {
      throw first.get();
    }
  }

  private static <T> Optional<T> next(Iterator<T> work) {
    synchronized (work) {
      return work.hasNext() ? Optional.of(work.next()) : Optional.empty();
    }
  }

  private static Optional<RuntimeException> failure(Future<?> lane) {
    try {
      lane.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(new IllegalStateException("interrupted while chunks were compared", e));
    }
  }

  @Override
  public void close() {
    threads.close();
    lanes.forEach(lane -> lane.sides.close());
  }
}
