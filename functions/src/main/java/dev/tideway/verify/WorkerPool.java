package dev.tideway.verify;

import dev.tideway.model.TableId;
import dev.tideway.model.rows.TablePair;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A few pairs of connections that work in parallel. */
public final class WorkerPool implements AutoCloseable {
  private final List<Worker> workers = new ArrayList<>();
  /** Not virtual threads: a JVM that has polled for virtual threads needs 300 ms more to end, and the user of the command waits for that. */
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** A connection is opened for its first query. */
  public WorkerPool(int count, Supplier<DatabasePair> sides, Function<TableId, TablePair> tables) {
    for (int i = 0; i < count; i++) {
      workers.add(new Worker(sides.get(), tables));
    }
  }

  /** One pair of connections; used by one thread at a time. */
  static final class Worker {
    private final DatabasePair sides;
    private final Function<TableId, TablePair> tables;
    private Optional<TableReader> last = Optional.empty();

    Worker(DatabasePair sides, Function<TableId, TablePair> tables) {
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
   * Does all the work; each worker takes the next piece when it has finished one. The first failure ends the work. It is thrown once every
   * worker has finished its piece or lost its connection.
   */
  <T> void each(Iterator<T> work, BiConsumer<Worker, T> task) {
    AtomicReference<RuntimeException> first = new AtomicReference<>();
    List<Future<?>> running = new ArrayList<>();
    for (Worker worker : workers) {
      running.add(threads.submit(() -> {
        try {
          for (Optional<T> piece = next(work); piece.isPresent() && first.get() == null; piece = next(work)) {
            task.accept(worker, piece.get());
          }
        } catch (RuntimeException | Error e) {
          first.compareAndSet(null, e instanceof RuntimeException failure ? failure : new IllegalStateException(e));
          workers.forEach(other -> other.sides.giveUp());
        }
      }));
    }
    running.forEach(WorkerPool::end);
    if (first.get() != null) {
      throw first.get();
    }
  }

  private static <T> Optional<T> next(Iterator<T> work) {
    synchronized (work) {
      return work.hasNext() ? Optional.of(work.next()) : Optional.empty();
    }
  }

  private static void end(Future<?> worker) {
    try {
      worker.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while chunks were compared", e);
    }
  }

  @Override
  public void close() {
    threads.close();
    workers.forEach(worker -> worker.sides.close());
  }
}
