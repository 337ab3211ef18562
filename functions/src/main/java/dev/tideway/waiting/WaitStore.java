package dev.tideway.waiting;

import java.util.List;
import java.util.Optional;

/** All open waits. */
public interface WaitStore {
  /** Adds the wait or replaces the wait with the same id. */
  void put(Wait wait);

  Optional<Wait> find(String id);

  List<Wait> all();

  /** Stores the counts, the question and the answer, unless another invocation has updated the wait since it was read. */
  boolean update(Wait wait);

  /** Removes the wait, unless its state has registered again with a new token. */
  void delete(Wait wait);
}
