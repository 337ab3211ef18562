package dev.tideway.verify;

import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.model.Inventory;
import dev.tideway.run.Migration;
import dev.tideway.run.Workspace;
import dev.tideway.verify.Chunk.Sampling;
import dev.tideway.verify.Rounds.Batch;
import dev.tideway.verify.Rounds.BatchResult;
import dev.tideway.verify.Rounds.Plan;
import dev.tideway.verify.VerificationResult.TableResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** A round's results, added up by table. */
public final class Judgement {
  private final Workspace files;
  private final String round;
  private final Set<String> accepted;
  private final Migration.Compare compare;
  private final Duration interval;
  private final OptionalDouble lagSeconds;

  public Judgement(
      Workspace files,
      String round,
      Set<String> accepted,
      Migration.Compare compare,
      Duration interval,
      OptionalDouble lagSeconds) {
    this.files = files;
    this.round = round;
    this.accepted = accepted;
    this.compare = compare;
    this.interval = interval;
    this.lagSeconds = lagSeconds;
  }

  /**
   * Adds up the results.
   *
   * @throws MigrationFailed if a batch has no complete result: rows that were not compared are not equal
   */
  public VerificationResult judge() {
    Plan plan = files.read(Rounds.plan(round));
    ChunkTally tally = new ChunkTally(files.read(Inventory.FILE), accepted);
    List<String> repairs = new ArrayList<>();
    Instant last = plan.startedAt();
    for (int number = 0; number < plan.batches(); number++) {
      Batch batch = files.read(Rounds.batch(round, number));
      BatchResult result = result(number, plan, batch);
      last = result.finishedAt().isAfter(last) ? result.finishedAt() : last;
      result.outcomes().forEach(outcome -> tally.add(batch.chunks().get(outcome.chunk()).table(), outcome));
      tally.statements(result.statements());
      result.repair().ifPresent(repairs::add);
    }
    return new VerificationResult(
        round,
        plan.startedAt(),
        last,
        tally.verdict(Rounds.last(round)),
        tally.tables().stream().mapToLong(TableResult::rows).sum(),
        tally.tables().stream().mapToLong(TableResult::mismatches).sum(),
        tally.busy(),
        tally.tables(),
        tally.mismatches(),
        compare,
        Sampling.confidence(plan.cut(), plan.chunks()),
        plan.position(),
        List.copyOf(repairs),
        interval,
        lagSeconds);
  }

  private BatchResult result(int number, Plan plan, Batch batch) {
    return files.find(Rounds.result(round, number))
        .filter(result -> result.complete() && result.outcomes().size() == batch.chunks().size())
        .orElseThrow(() -> new MigrationFailed(
            ErrorCode.BATCH_UNFINISHED, "batch " + number + " of " + plan.batches() + " of round " + round + " was not compared completely; run the verification again"));
  }
}
