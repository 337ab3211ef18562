package dev.tideway.waiting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table's waits as a map, with the conditions of the real one. */
public final class MemoryWaits implements WaitStore {
  public final Map<String, Wait> rows = new LinkedHashMap<>();
  public int reads;

  @Override
  public synchronized void put(Wait wait) {
    rows.put(wait.id(), wait);
  }

  @Override
  public synchronized Optional<Wait> find(String id) {
    return Optional.ofNullable(rows.get(id));
  }

  @Override
  public synchronized List<Wait> all() {
    reads++;
    return List.copyOf(rows.values());
  }

  @Override
  public synchronized boolean update(Wait wait) {
    Wait found = rows.get(wait.id());
    if (found == null || found.version() != wait.version() || !found.token().equals(wait.token())) {
      return false;
    }
    rows.put(wait.id(), wait.withVersion(wait.version() + 1));
    return true;
  }

  @Override
  public synchronized void delete(Wait wait) {
    rows.computeIfPresent(wait.id(), (id, found) -> found.token().equals(wait.token()) ? null : found);
  }
}
