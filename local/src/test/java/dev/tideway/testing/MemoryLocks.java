package dev.tideway.testing;

import dev.tideway.error.LockLost;
import dev.tideway.run.Locks;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Locks in memory, for one execution at a time. */
public final class MemoryLocks implements Locks {
  private final Map<String, Lock> locks = new ConcurrentHashMap<>();

  @Override
  public Answer acquire(String name, String execution, String subject, String prefix) {
    Optional<Lock> before = find(name);
    long fence = before.map(Lock::fence).orElse(0L) + 1;
    locks.put(
        name,
        new Lock(name, execution, fence, subject, prefix, Status.running, "Plan", before.map(Lock::resources).orElse(Set.of())));
    return new Answer.Acquired(fence, before);
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
      throw new LockLost("the lock of " + name + " has another holder");
    }
  }

  @Override
  public void phase(String name, long fence, String phase) {
    Lock l = locks.get(name);
    locks.put(name, new Lock(name, l.execution(), fence, l.subject(), l.prefix(), l.status(), phase, l.resources()));
  }

  @Override
  public void created(String name, long fence, String resource) {
    Set<String> resources = new HashSet<>(locks.get(name).resources());
    resources.add(resource);
    keep(name, resources);
  }

  @Override
  public void removed(String name, long fence, String resource) {
    Set<String> resources = new HashSet<>(locks.get(name).resources());
    resources.remove(resource);
    keep(name, resources);
  }

  private void keep(String name, Set<String> resources) {
    Lock l = locks.get(name);
    locks.put(name, new Lock(name, l.execution(), l.fence(), l.subject(), l.prefix(), l.status(), l.phase(), resources));
  }

  @Override
  public void release(String name, long fence, Status status) {
    Lock l = locks.get(name);
    locks.put(name, new Lock(name, l.execution(), fence, l.subject(), l.prefix(), status, l.phase(), l.resources()));
  }
}
