package dev.tideway.waiting;

import java.util.List;
import java.util.Optional;

/** All open waits. */
public interface WaitStore {
  /** Adds the wait or replaces the one of the same id. */
  void put(Wait wait);

  Optional<Wait> find(String id);

  List<Wait> all();

  /** Stores what was counted, asked and answered, unless somebody else has stored something since this wait was read. */
  boolean update(Wait wait);

  /** Removes the wait, unless its state has registered again under another token. */
  void delete(Wait wait);
}
