package dev.tideway.local.dms;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Loads tables in parallel, up to MaxFullLoadSubTasks at once, the higher load-order first. */
final class FullLoad {
  private final TaskContext task;
  private final TableLoader loader;
  private Optional<TaskFailure> failure = Optional.empty();

  FullLoad(TaskContext task, TableLoader loader) {
    this.task = task;
    this.loader = loader;
  }

  /** Loads the tables and returns when all loads have ended, with success or failure. */
  void run(Collection<SourceTable> tables, boolean again) throws TaskFailure, InterruptedException {
    Deque<SourceTable> waiting = new ArrayDeque<>(tables.stream()
        .sorted(Comparator.comparing((SourceTable table) -> -task.mappings().loadOrder(table.name())).thenComparing(SourceTable::name))
        .toList());
    int parallel = Math.min(task.settings().number("FullLoadSettings", "MaxFullLoadSubTasks"), waiting.size());
    List<Thread> subTasks = new ArrayList<>();
    for (int i = 0; i < parallel; i++) {
      subTasks.add(Thread.ofVirtual().name("dms-load-" + i).start(() -> drain(waiting, again)));
    }
    try {
      for (Thread subTask : subTasks) {
        subTask.join();
      }
    } catch (InterruptedException e) {
      subTasks.forEach(Thread::interrupt);
      throw e;
    }
    Optional<TaskFailure> ended = failure();
    if (ended.isPresent()) {
      throw ended.get();
    }
  }

  private void drain(Deque<SourceTable> waiting, boolean again) {
    Optional<SourceTable> next = next(waiting);
    while (next.isPresent()) {
      try {
        loader.load(next.get(), again);
      } catch (TaskFailure e) {
        fail(e);
      } catch (RuntimeException e) {
        fail(new TaskFailure("Load of table " + next.get().name() + " failed: " + e, e));
      }
      next = next(waiting);
    }
  }

  private Optional<SourceTable> next(Deque<SourceTable> waiting) {
    synchronized (waiting) {
      return failure().isPresent() ? Optional.empty() : Optional.ofNullable(waiting.poll());
    }
  }

  private synchronized void fail(TaskFailure error) {
    failure = Optional.of(error);
  }

  private synchronized Optional<TaskFailure> failure() {
    return failure;
  }
}
