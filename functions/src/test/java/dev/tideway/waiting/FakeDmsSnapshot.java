package dev.tideway.waiting;

import dev.tideway.dms.TableState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A snapshot that a test defines. */
public final class FakeDmsSnapshot implements DmsSnapshot {
  public Instant now = Instant.parse("2026-11-23T10:00:00Z");
  public final Map<String, Task> tasks = new HashMap<>();
  public final Map<String, String> instances = new HashMap<>();
  public final Map<List<String>, Connection> connections = new HashMap<>();
  public final Map<String, List<Table>> tables = new HashMap<>();
  public final Map<String, List<Lag>> lags = new HashMap<>();
  public final Map<String, String> resources = new HashMap<>();
  public final Map<String, RuntimeException> failing = new HashMap<>();
  public final Set<String> hanging = new HashSet<>();

  public FakeDmsSnapshot task(String arn, String status, String reason) {
    return task(arn, status, reason, Optional.empty(), 0, "");
  }

  public FakeDmsSnapshot task(String arn, String status, String reason, Optional<Instant> loadEnded, int errors, String checkpoint) {
    tasks.put(arn, new Task(arn, status, reason, "", loadEnded, errors, checkpoint));
    return this;
  }

  public FakeDmsSnapshot lag(String task, int second, double seconds) {
    lags.computeIfAbsent(task, t -> new ArrayList<>()).add(new Lag(now.plusSeconds(second), seconds));
    return this;
  }

  public FakeDmsSnapshot table(String task, String name, TableState state, Instant updated) {
    tables.computeIfAbsent(task, t -> new ArrayList<>()).add(new Table(name, state, updated));
    return this;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Optional<Task> task(String arn) {
    if (failing.containsKey(arn)) {
      throw failing.get(arn);
    }
    if (hanging.contains(arn)) {
      hang();
    }
    return Optional.ofNullable(tasks.get(arn));
  }

  private static void hang() {
    try {
      Thread.sleep(Duration.ofDays(1));
    } catch (InterruptedException e) {
      throw new IllegalStateException("given up", e);
    }
  }

  @Override
  public Optional<String> instance(String arn) {
    return Optional.ofNullable(instances.get(arn));
  }

  @Override
  public Optional<Connection> connection(String endpoint, String instance) {
    return Optional.ofNullable(connections.get(List.of(endpoint, instance)));
  }

  @Override
  public List<Table> tables(String task) {
    return tables.getOrDefault(task, List.of());
  }

  @Override
  public List<Lag> lag(String task, Instant since) {
    return lags.getOrDefault(task, List.of()).stream().filter(l -> l.time().isAfter(since)).toList();
  }

  @Override
  public Optional<String> resource(String resource) {
    return Optional.ofNullable(resources.get(resource));
  }
}
