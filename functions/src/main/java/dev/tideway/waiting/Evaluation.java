package dev.tideway.waiting;

import dev.tideway.dms.StopReason;
import dev.tideway.dms.TableState;
import dev.tideway.json.Json;
import dev.tideway.model.BinlogPosition;
import dev.tideway.run.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Decides whether a condition holds. Missing data is "not yet", never success. */
final class Evaluation {
  /** For this time after a test began, DMS may still show an old "failed". */
  private static final Duration STALE_RESULT = Duration.ofSeconds(10);

  /** For this time after a reload began, DMS may still show an old "Table error". */
  private static final Duration STALE_ERROR = Duration.ofMinutes(5);

  /** The clocks of AWS and of the source may differ by this time. */
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

  /** DMS sets the end time of the load before it stops the task because of it. The task stops within this time. */
  private static final Duration ABOUT_TO_STOP = Duration.ofMinutes(2);

  private static final int DRAINED_SAMPLES = 2;
  private static final int PERCENT_OF_A_QUARTER = 25;

  private static final Set<String> INSTANCE_LOST =
      Set.of("failed", "deleting", "deleted", "storage-full", "incompatible-network", "incompatible-credentials");

  private static final Set<String> TASK_PASSING = Set.of("creating", "ready", "testing", "starting", "stopping", "modifying", "moving");

  private final DmsSnapshot snapshot;

  Evaluation(DmsSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /**
   * The verdict, and the wait with the values to store.
   *
   * @param verdict what was found
   * @param counted the wait with its datapoints counted
   */
  record Result(Verdict verdict, Wait counted) {}

  Result evaluate(Wait wait) {
    return switch (wait.condition()) {
      case Condition.CaughtUp c -> caughtUp(wait, c);
      case Condition.InstanceAvailable c -> new Result(instance(c), wait);
      case Condition.ConnectionsTested c -> new Result(all(c.connections(), this::connection), wait);
      case Condition.LoadEnded c -> new Result(all(c.tasks(), this::loadEnded), wait);
      case Condition.ReloadEnded c -> new Result(all(c.tasks(), this::reloadEnded), wait);
      case Condition.TablesComplete c -> new Result(tablesComplete(c), wait);
      case Condition.IndexesBuilt c -> new Result(Verdict.notYet(wait.answer()), wait);
      case Condition.Approved c -> new Result(Verdict.notYet("waiting for a person to approve the cutover"), wait);
      case Condition.Frozen c -> new Result(Verdict.notYet(wait.answer()), wait);
      case Condition.Drained c -> new Result(drained(wait, c), wait);
      case Condition.TasksStopped c -> new Result(all(c.tasks(), this::stopped), wait);
      case Condition.Deleted c -> new Result(deleted(c), wait);
    };
  }

  /** The explanation of the first guard that no longer holds, if any. */
  Optional<String> broken(Wait wait) {
    return wait.guards().stream().flatMap(guard -> broken(guard).stream()).findFirst();
  }

  private Optional<String> broken(Guard guard) {
    return switch (guard) {
      case Guard.TasksHealthy g -> g.tasks().stream().flatMap(arn -> unhealthy(arn).stream()).findFirst();
    };
  }

  private Optional<String> unhealthy(String arn) {
    Optional<DmsSnapshot.Task> found = snapshot.task(arn);
    if (found.isEmpty()) {
      return Optional.of("task " + arn + " is gone");
    }
    DmsSnapshot.Task task = found.get();
    if (task.status().equals("running")) {
      return task.tablesInError() > 0
          ? Optional.of("task " + task.identifier() + " has " + task.tablesInError() + " tables in error")
          : Optional.empty();
    }
    // a temporary status becomes running, stopped or failed within a minute
    return TASK_PASSING.contains(task.status()) ? Optional.empty() : Optional.of(task.line());
  }

  private Verdict instance(Condition.InstanceAvailable condition) {
    Optional<String> status = snapshot.instance(condition.instance());
    if (status.isEmpty()) {
      return Verdict.failed("the replication instance is gone");
    }
    if (status.get().equals("available")) {
      return Verdict.satisfied("the replication instance is available", Json.object());
    }
    String line = "the replication instance is " + status.get();
    return INSTANCE_LOST.contains(status.get()) ? Verdict.failed(line) : Verdict.notYet(line);
  }

  /** The result of a probe. It counts the completed quarters of the work, so that each quarter is announced once. */
  Result answered(Wait wait, Verdict verdict) {
    Wait.Asked asked = wait.asked().orElseThrow();
    Wait after = wait.withAsked(Optional.of(new Wait.Asked(asked.lease(), asked.at(), false, verdict.explanation())));
    int quarters = verdict.result().path("percent").asInt(0) / PERCENT_OF_A_QUARTER;
    return new Result(verdict, quarters > wait.samples().good() ? after.withSamples(new Wait.Samples(snapshot.now(), quarters)) : after);
  }

  private Verdict connection(Condition.Tested tested) {
    String name = last(tested.endpoint());
    Optional<DmsSnapshot.Connection> found = snapshot.connection(tested.endpoint(), tested.instance());
    if (found.isEmpty()) {
      return Verdict.notYet("no result of the connection test to endpoint " + name);
    }
    return switch (found.get().status()) {
      case "successful" -> Verdict.satisfied("endpoint " + name + " can be reached", Json.object());
      case "failed" ->
          snapshot.now().isBefore(tested.since().plus(STALE_RESULT))
              ? Verdict.notYet("the connection test to endpoint " + name + " shows a failure that may be old")
              : Verdict.failed("the replication instance cannot reach endpoint " + name + ": " + found.get().failure());
      default -> Verdict.notYet("the connection test to endpoint " + name + " is " + found.get().status());
    };
  }

  private Verdict loadEnded(String arn) {
    Optional<DmsSnapshot.Task> found = snapshot.task(arn);
    if (found.isEmpty()) {
      return Verdict.failed("task " + arn + " is gone");
    }
    DmsSnapshot.Task task = found.get();
    return switch (task.status()) {
      case "stopped" ->
          task.loadEnded().isPresent()
              ? Verdict.satisfied(task.line(), Json.object())
              : Verdict.failed(task.line() + " before its full load ended");
      case "running" -> runningLoad(task);
      case "failed", "failed-move", "deleting" -> Verdict.failed(task.line());
      default -> Verdict.notYet(task.line());
    };
  }

  /** A task that has run for long after its load was resumed, so its load has ended. A task that has just loaded is about to stop. */
  private Verdict runningLoad(DmsSnapshot.Task task) {
    if (task.loadEnded().isEmpty()) {
      return Verdict.notYet("task " + task.identifier() + " is loading");
    }
    return task.loadEnded().get().plus(ABOUT_TO_STOP).isBefore(snapshot.now())
        ? Verdict.satisfied("task " + task.identifier() + " has loaded its tables and replicates changes", Json.object())
        : Verdict.notYet("task " + task.identifier() + " has loaded its tables and is about to stop");
  }

  /** The times in DMS may still belong to an earlier load of the same task, so only the status and the stop reason count. */
  private Verdict reloadEnded(String arn) {
    Optional<DmsSnapshot.Task> found = snapshot.task(arn);
    if (found.isEmpty()) {
      return Verdict.failed("task " + arn + " is gone");
    }
    DmsSnapshot.Task task = found.get();
    return switch (task.status()) {
      case "stopped" ->
          StopReason.onlyLoadEnded(task.stopReason())
              ? Verdict.satisfied(task.line(), Json.object())
              : Verdict.failed(task.line() + " before its load ended");
      case "failed" -> Verdict.satisfied(task.line(), Json.object());
      case "failed-move", "deleting" -> Verdict.failed(task.line());
      default -> Verdict.notYet(task.line());
    };
  }

  private Verdict tablesComplete(Condition.TablesComplete condition) {
    int loading = 0;
    List<String> broken = new ArrayList<>();
    for (String arn : condition.tasks()) {
      Optional<DmsSnapshot.Task> task = snapshot.task(arn);
      if (task.isEmpty() || Set.of("failed", "stopped", "deleting").contains(task.get().status())) {
        return Verdict.failed(task.map(DmsSnapshot.Task::line).orElse("task " + arn + " is gone") + " while tables were being reloaded");
      }
      for (DmsSnapshot.Table table : snapshot.tables(arn)) {
        if (table.state().broken()) {
          boolean old = table.updated().isBefore(condition.since()) && snapshot.now().isBefore(condition.since().plus(STALE_ERROR));
          loading += old ? 1 : 0;
          broken.addAll(old ? List.of() : List.of(table.name()));
        } else if (table.state() != TableState.COMPLETED) {
          loading++;
        }
      }
    }
    if (loading > 0) {
      return Verdict.notYet(loading + " tables are still being loaded");
    }
    // the next step handles a table that failed again, because it counts the rounds
    return Verdict.satisfied(broken.isEmpty() ? "every table is complete" : "failed again: " + broken, Json.object());
  }

  private Result caughtUp(Wait wait, Condition.CaughtUp condition) {
    Wait.Samples samples = wait.samples();
    int good = samples.good();
    Instant last = samples.last();
    double newest = Double.NaN;
    for (Map.Entry<Instant, Double> sample : worstLag(condition.tasks(), last).entrySet()) {
      if (!sample.getKey().isAfter(last)) {
        continue;
      }
      newest = sample.getValue();
      good = newest <= condition.limitSeconds() ? good + 1 : 0;
      last = sample.getKey();
    }
    String line =
        (Double.isNaN(newest) ? "no new lag datapoint" : "lag " + Math.round(newest) + " s")
            + ", limit " + condition.limitSeconds() + " s, " + Math.min(good, condition.samples()) + " of " + condition.samples()
            + " samples";
    boolean running = condition.tasks().stream().allMatch(arn -> snapshot.task(arn).filter(t -> t.status().equals("running")).isPresent());
    Wait counted = wait.withSamples(new Wait.Samples(last, good));
    return good >= condition.samples() && running
        ? new Result(Verdict.satisfied(line, Json.object().put("lagSeconds", Double.isNaN(newest) ? 0 : Math.round(newest))), counted)
        : new Result(Verdict.notYet(running ? line : line + ", not every task runs"), counted);
  }

  /** The slowest task's lag at each time for which every task has a datapoint. */
  private Map<Instant, Double> worstLag(List<String> tasks, Instant since) {
    Map<Instant, Integer> counts = new HashMap<>();
    Map<Instant, Double> worst = new TreeMap<>();
    for (String task : tasks) {
      for (DmsSnapshot.Lag lag : snapshot.lag(task, since)) {
        counts.merge(lag.time(), 1, Integer::sum);
        worst.merge(lag.time(), lag.seconds(), Math::max);
      }
    }
    worst.keySet().removeIf(time -> counts.get(time) < tasks.size());
    return worst;
  }

  /**
   * There are two proofs; one of them is enough. First: the checkpoint has passed the freeze. This is certain, but DMS updates the checkpoint rarely while the task runs. Second:
   * the lag. A change is applied if it is older than the datapoint by more than the lag. Therefore, after two datapoints whose time minus lag is later than the freeze, every
   * change is applied.
   */
  private Verdict drained(Wait wait, Condition.Drained condition) {
    BinlogPosition freeze =
        BinlogPosition.in(condition.position())
            .orElseThrow(() -> new IllegalArgumentException("no binlog position: " + condition.position()));
    return all(condition.tasks(), arn -> drained(wait, arn, freeze));
  }

  private Verdict drained(Wait wait, String arn, BinlogPosition freeze) {
    Optional<DmsSnapshot.Task> found = snapshot.task(arn);
    if (found.isEmpty()) {
      return Verdict.failed("task " + arn + " is gone");
    }
    DmsSnapshot.Task task = found.get();
    Optional<BinlogPosition> checkpoint = BinlogPosition.in(task.checkpoint());
    if (checkpoint.filter(c -> c.reaches(freeze)).isPresent()) {
      return Verdict.satisfied("task " + task.identifier() + " has applied " + checkpoint.get() + ", frozen at " + freeze, Json.object());
    }
    Instant past = wait.since().plus(CLOCK_SKEW);
    long proofs =
        snapshot.lag(arn, wait.since()).stream()
            .filter(lag -> lag.time().minusMillis(Math.round(lag.seconds() * 1000)).isAfter(past))
            .count();
    String line =
        "task " + task.identifier() + " is at " + checkpoint.map(BinlogPosition::toString).orElse("no known position") + ", frozen at "
            + freeze + "; " + Math.min(proofs, DRAINED_SAMPLES) + " of " + DRAINED_SAMPLES + " datapoints past the freeze";
    return proofs >= DRAINED_SAMPLES && task.status().equals("running") ? Verdict.satisfied(line, Json.object()) : Verdict.notYet(line);
  }

  private Verdict stopped(String arn) {
    Optional<DmsSnapshot.Task> found = snapshot.task(arn);
    if (found.isEmpty()) {
      return Verdict.failed("task " + arn + " is gone");
    }
    return switch (found.get().status()) {
      case "stopped" -> Verdict.satisfied(found.get().line(), Json.object());
      case "failed", "failed-move", "deleting" -> Verdict.failed(found.get().line());
      default -> Verdict.notYet(found.get().line());
    };
  }

  private Verdict deleted(Condition.Deleted condition) {
    List<String> left = condition.resources().stream().filter(r -> snapshot.resource(r).isPresent()).toList();
    return left.isEmpty()
        ? Verdict.satisfied("everything is deleted", Json.object())
        : Verdict.notYet("still there: " + String.join(", ", left.stream().map(r -> r.substring(0, r.indexOf('|'))).toList()));
  }

  /** Satisfied if all items are satisfied, failed if one item has failed. The explanation is that of the deciding item. */
  private static <T> Verdict all(List<T> items, Function<T, Verdict> judge) {
    List<Verdict> verdicts = items.stream().map(judge).toList();
    return verdicts.stream()
        .filter(v -> v.state() == Verdict.State.failed)
        .findFirst()
        .or(() -> verdicts.stream().filter(v -> v.state() == Verdict.State.notYet).findFirst())
        .or(() -> verdicts.stream().findFirst())
        .orElseGet(() -> Verdict.notYet("the wait names nothing to wait for"));
  }

  private static String last(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }
}
