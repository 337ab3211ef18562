package dev.tideway.waiting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table's waits as a map, with the conditions of the real one. */
final class MemoryWaits implements WaitStore {
  final Map<String, Wait> rows = new LinkedHashMap<>();
  int reads;

  @Override
  public void put(Wait wait) {
    rows.put(wait.id(), wait);
  }

  @Override
  public Optional<Wait> find(String id) {
    return Optional.ofNullable(rows.get(id));
  }

  @Override
  public List<Wait> all() {
    reads++;
    return List.copyOf(rows.values());
  }

  @Override
  public boolean update(Wait wait) {
    Wait found = rows.get(wait.id());
    if (found == null || found.version() != wait.version() || !found.token().equals(wait.token())) {
      return false;
    }
    rows.put(
        wait.id(),
        new Wait(
            wait.run(), wait.state(), wait.token(), wait.condition(), wait.guards(), wait.since(), wait.deadline(), wait.samples(),
            wait.version() + 1));
    return true;
  }

  @Override
  public void delete(Wait wait) {
    rows.computeIfPresent(wait.id(), (id, found) -> found.token().equals(wait.token()) ? null : found);
  }
}
