package dev.tideway.waiting;

import dev.tideway.run.Run;
import dev.tideway.run.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** One wait, evaluated as {@code observe} does, for tests of different packages. */
public final class EvaluatedWait {
  private static final int METRIC_PERIOD_SECONDS = 1;
  private static final int EVALUATIONS = 1200;

  private final DatabaseMigrationClient dms;
  private final CloudWatchClient cloudWatch;
  private Wait wait;

  /** A wait that begins now. */
  public EvaluatedWait(Run run, Condition condition, List<Guard> guards, DatabaseMigrationClient dms, CloudWatchClient cloudWatch) {
    this.dms = dms;
    this.cloudWatch = cloudWatch;
    Instant now = Instant.now();
    this.wait = new Wait(run, "state", "token", condition, guards, now, now.plusSeconds(3600), new Wait.Samples(now, 0), Optional.empty(), 0);
  }

  /** One evaluation. */
  public Verdict once() {
    Evaluation evaluation = new Evaluation(snapshot());
    Evaluation.Result result = evaluation.evaluate(wait);
    wait = result.counted();
    return result.verdict();
  }

  /** The reason why a guard is broken, if one is. */
  public Optional<String> broken() {
    return new Evaluation(snapshot()).broken(wait);
  }

  /** Evaluates until the verdict is final. */
  public Verdict untilDecided() throws InterruptedException {
    Verdict verdict = once();
    for (int i = 0; i < EVALUATIONS && verdict.state() == Verdict.State.notYet; i++) {
      Thread.sleep(100);
      verdict = once();
    }
    return verdict;
  }

  /** Evaluates until a guard is broken. */
  public String untilBroken() throws InterruptedException {
    Optional<String> broken = broken();
    for (int i = 0; i < EVALUATIONS && broken.isEmpty(); i++) {
      Thread.sleep(100);
      broken = broken();
    }
    return broken.orElseThrow();
  }

  private DmsSnapshot snapshot() {
    Instant now = Instant.now();
    return new LiveDmsSnapshot(now, WatchedResources.of(List.of(wait), now), dms, cloudWatch, METRIC_PERIOD_SECONDS);
  }
}
