package dev.tideway.testing;

import dev.tideway.error.LockLost;
import dev.tideway.run.Locks;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The lock table as a map, with the answers of the real table. */
public final class MemoryLocks implements Locks {
  private final Map<String, Lock> locks = new ConcurrentHashMap<>();

  @Override
  public Answer acquire(String name, String execution, String subject, String prefix) {
    Optional<Lock> found = find(name);
    if (found.isEmpty()) {
      locks.put(name, new Lock(name, execution, 1, subject, prefix, Status.running, "Plan", Set.of(), List.of()));
      return new Answer.Acquired(1, found);
    }
    Lock lock = found.get();
    if (lock.execution().equals(execution)) {
      return new Answer.Acquired(lock.fence(), found);
    }
    if (!lock.subject().equals(subject) && lock.status() != Status.planned) {
      return new Answer.OtherSubject(lock);
    }
    return switch (lock.status()) {
      case running -> new Answer.Running(lock);
      case finished -> new Answer.Finished(lock);
      case failed, planned -> {
        locks.put(name, new Lock(name, execution, lock.fence() + 1, subject, prefix, Status.running, lock.phase(), lock.resources(), List.of()));
        yield new Answer.Acquired(lock.fence() + 1, found);
      }
    };
  }

  @Override
  public Optional<Lock> find(String name) {
    return Optional.ofNullable(locks.get(name));
  }

  @Override
  public List<Lock> all() {
    return List.copyOf(locks.values());
  }

  @Override
  public void check(String name, String execution, long fence) {
    if (find(name).filter(l -> l.fence() == fence && l.execution().equals(execution)).isEmpty()) {
      throw new LockLost("migration " + name + " has a different holder");
    }
  }

  @Override
  public void phase(String name, long fence, String phase) {
    change(name, fence, l -> l.withPhase(phase));
  }

  @Override
  public void began(String name, long fence, PhaseStart start) {
    change(
        name,
        fence,
        l -> l.withPhases(Stream.concat(l.phases().stream(), Stream.of(start)).distinct().sorted(Comparator.comparing(PhaseStart::began)).toList()));
  }

  @Override
  public void created(String name, long fence, String resource) {
    change(name, fence, l -> with(l, resource, true));
  }

  @Override
  public void removed(String name, long fence, String resource) {
    change(name, fence, l -> with(l, resource, false));
  }

  @Override
  public void release(String name, long fence, Status status) {
    change(name, fence, l -> l.withStatus(status));
  }

  private static Lock with(Lock lock, String resource, boolean there) {
    Set<String> resources = new HashSet<>(lock.resources());
    if (there) {
      resources.add(resource);
    } else {
      resources.remove(resource);
    }
    return lock.withResources(Set.copyOf(resources));
  }

  private void change(String name, long fence, UnaryOperator<Lock> change) {
    Lock lock = find(name).filter(l -> l.fence() == fence).orElseThrow(() -> new LockLost("migration " + name + " has a different holder"));
    locks.put(name, change.apply(lock));
  }
}
