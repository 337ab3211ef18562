package dev.tideway.waiting;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * All resources that a number of waits need, so that they can be read together.
 *
 * @param tasks ARNs
 * @param instances ARNs
 * @param endpoints ARNs of endpoints with a running connection test
 * @param lagTasks ARNs of tasks whose lag is needed
 * @param lagSince the earliest time from which the lag is needed
 */
record WatchedResources(Set<String> tasks, Set<String> instances, Set<String> endpoints, Set<String> lagTasks, Instant lagSince) {
  static WatchedResources of(Collection<Wait> waits, Instant now) {
    Set<String> tasks = new LinkedHashSet<>();
    Set<String> instances = new LinkedHashSet<>();
    Set<String> endpoints = new LinkedHashSet<>();
    Set<String> lagTasks = new LinkedHashSet<>();
    Instant lagSince = now;
    for (Wait wait : waits) {
      for (Guard guard : wait.guards()) {
        switch (guard) {
          case Guard.TasksHealthy g -> tasks.addAll(g.tasks());
        }
      }
      switch (wait.condition()) {
        case Condition.InstanceAvailable c -> instances.add(c.instance());
        case Condition.ConnectionsTested c -> c.connections().forEach(t -> endpoints.add(t.endpoint()));
        case Condition.LoadEnded c -> tasks.addAll(c.tasks());
        case Condition.ReloadEnded c -> tasks.addAll(c.tasks());
        case Condition.TablesComplete c -> tasks.addAll(c.tasks());
        case Condition.TasksStopped c -> tasks.addAll(c.tasks());
        case Condition.CaughtUp c -> {
          lagTasks.addAll(c.tasks());
          lagSince = earlier(lagSince, wait.samples().last());
        }
        case Condition.Drained c -> {
          lagTasks.addAll(c.tasks());
          lagSince = earlier(lagSince, wait.since());
        }
        case Condition.IndexesBuilt c -> {}
        case Condition.Approved c -> {}
        case Condition.Frozen c -> {}
        case Condition.Deleted c -> {}
      }
    }
    tasks.addAll(lagTasks);
    return new WatchedResources(tasks, instances, endpoints, lagTasks, lagSince);
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
