package dev.tideway.local.dms;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tables that are being reloaded while changes continue: the requested reloads, the running reloads, and the changes held back for each
 * table.
 */
final class Reloads {
  private final Set<TableName> asked = new LinkedHashSet<>();
  private final Map<TableName, Deque<SourceChange.OfTable>> keptBack = new LinkedHashMap<>();
  private final Set<TableName> loaded = new LinkedHashSet<>();
  private Optional<TaskFailure> failure = Optional.empty();

  synchronized void ask(Collection<TableName> tables) {
    asked.addAll(tables);
  }

  synchronized boolean nothingAsked() {
    return asked.isEmpty();
  }

  /** The tables to start now; from here on their changes are held back. A table that is already reloading waits for its turn. */
  synchronized List<TableName> start() {
    List<TableName> starting = asked.stream().filter(table -> !keptBack.containsKey(table)).toList();
    starting.forEach(table -> {
      asked.remove(table);
      keptBack.put(table, new ArrayDeque<>());
    });
    return starting;
  }

  synchronized void loaded(Collection<TableName> tables) {
    loaded.addAll(tables);
  }

  synchronized void failed(TaskFailure error) {
    failure = Optional.of(error);
  }

  synchronized Optional<TaskFailure> failure() {
    return failure;
  }

  /** Holds the change back if its table is being reloaded. */
  synchronized boolean keepsBack(SourceChange.OfTable change) {
    Deque<SourceChange.OfTable> changes = keptBack.get(change.table());
    if (changes == null) {
      return false;
    }
    changes.add(change);
    return true;
  }

  /** The tables whose load has ended, each with the changes that were held back; this call removes them here. */
  synchronized Map<TableName, List<SourceChange.OfTable>> finish() {
    var finished = new LinkedHashMap<TableName, List<SourceChange.OfTable>>();
    for (TableName table : List.copyOf(loaded)) {
      finished.put(table, new ArrayList<>(keptBack.getOrDefault(table, new ArrayDeque<>())));
      keptBack.remove(table);
    }
    loaded.clear();
    return finished;
  }

  synchronized int waiting() {
    return keptBack.values().stream().mapToInt(Deque::size).sum();
  }

  synchronized boolean idle() {
    return asked.isEmpty() && keptBack.isEmpty();
  }
}
