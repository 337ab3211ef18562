package dev.tideway.verify;

import dev.tideway.aws.ObjectStore;
import dev.tideway.catalog.TableId;
import dev.tideway.error.MigrationFailed;
import dev.tideway.request.Run;
import dev.tideway.verify.Rounds.Batch;
import dev.tideway.verify.Rounds.BatchResult;
import dev.tideway.verify.Rounds.Outcome;
import dev.tideway.verify.Rounds.Plan;
import dev.tideway.verify.VerificationResult.TableResult;
import dev.tideway.verify.VerificationResult.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A round's results, added up by table. */
final class Judgement {
  private final ObjectStore objects;
  private final Run run;
  private final String round;
  private final Set<String> accepted;

  Judgement(ObjectStore objects, Run run, String round, Set<String> accepted) {
    this.objects = objects;
    this.run = run;
    this.round = round;
    this.accepted = accepted;
  }

  /**
   * Adds up.
   *
   * @throws MigrationFailed if a batch has no complete result: what was not compared is not equal
   */
  VerificationResult judge() {
    Plan plan = objects.read(Rounds.plan(run, round), Plan.class);
    Map<TableId, TableResult> tables = new TreeMap<>();
    List<Mismatch> mismatches = new ArrayList<>();
    Instant last = plan.startedAt();
    for (int number = 0; number < plan.batches(); number++) {
      Batch batch = objects.read(Rounds.batch(run, round, number), Batch.class);
      BatchResult result = result(number, plan, batch);
      last = result.finishedAt().isAfter(last) ? result.finishedAt() : last;
      for (Outcome outcome : result.outcomes()) {
        TableId table = batch.chunks().get(outcome.chunk()).table();
        tables.merge(table, one(table, outcome), Judgement::sum);
        outcome.listed().stream().limit(VerificationResult.LISTED - mismatches.size()).forEach(mismatches::add);
      }
    }
    long busy = tables.values().stream().mapToLong(TableResult::busy).sum();
    return new VerificationResult(
        round,
        plan.startedAt(),
        last,
        verdict(tables, busy),
        tables.values().stream().mapToLong(TableResult::rows).sum(),
        tables.values().stream().mapToLong(TableResult::mismatches).sum(),
        busy,
        List.copyOf(tables.values()),
        List.copyOf(mismatches));
  }

  private BatchResult result(int number, Plan plan, Batch batch) {
    return objects.find(Rounds.result(run, round, number), BatchResult.class)
        .filter(result -> result.complete() && result.outcomes().size() == batch.chunks().size())
        .orElseThrow(() -> new MigrationFailed(
            "TW-E061", "batch " + number + " of " + plan.batches() + " of round " + round + " was not compared to its end; run the verification again"));
  }

  /** Before the drain a busy row is left to the final round; in that one nobody writes, so that a row that moves is no equal row. */
  private Verdict verdict(Map<TableId, TableResult> tables, long busy) {
    if (round.equals(Rounds.FINAL) && busy > 0) {
      return Verdict.different;
    }
    List<TableResult> wrong = tables.values().stream().filter(table -> table.mismatches() > 0).toList();
    if (wrong.isEmpty()) {
      return Verdict.equal;
    }
    return wrong.stream().allMatch(TableResult::accepted) ? Verdict.accepted : Verdict.different;
  }

  private TableResult one(TableId table, Outcome outcome) {
    return new TableResult(
        table,
        outcome.rows(),
        1,
        outcome.missing(),
        outcome.extra(),
        outcome.changed(),
        outcome.cascaded(),
        outcome.busy(),
        outcome.truncated(),
        outcome.rounded(),
        accepted.contains(table.toString()));
  }

  private static TableResult sum(TableResult a, TableResult b) {
    return new TableResult(
        a.table(),
        a.rows() + b.rows(),
        a.chunks() + b.chunks(),
        a.missing() + b.missing(),
        a.extra() + b.extra(),
        a.changed() + b.changed(),
        a.cascaded() + b.cascaded(),
        a.busy() + b.busy(),
        a.truncated() || b.truncated(),
        a.rounded() || b.rounded(),
        a.accepted());
  }
}
