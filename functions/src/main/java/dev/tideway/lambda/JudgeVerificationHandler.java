package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.ObservedLag;
import dev.tideway.model.Inventory;
import dev.tideway.run.Artifact;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Measured;
import dev.tideway.run.Measurement;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.verify.BatchFailures;
import dev.tideway.verify.BatchFailures.Failure;
import dev.tideway.verify.Judgement;
import dev.tideway.verify.RecheckPolicy;
import dev.tideway.verify.Repairs;
import dev.tideway.verify.Rounds;
import dev.tideway.verify.Rounds.Item;
import dev.tideway.verify.VerificationResult;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds up a round's results and returns the verdict. */
public final class JudgeVerificationHandler extends FilesHandler<JudgeVerificationHandler.Input, JudgeVerificationHandler.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(JudgeVerificationHandler.class);

  /** How often failed batches are compared again. Each of them has already been tried several times. */
  private static final int MOST_AGAIN = 2;

  /** Creates the handler from its function's environment variables. */
  public JudgeVerificationHandler() {
    this(Platform.objects(), Platform.locks());
  }

  public JudgeVerificationHandler(ObjectStore objects, Locks locks) {
    super(Input.class, objects, locks);
  }

  /**
   * The round to evaluate.
   *
   * @param compared the results of the Map over the round's batches; empty for an execution that a release without this field started
   */
  public record Input(Run run, String round, Optional<Compared> compared) implements OfRun {}

  /**
   * The results of a Map.
   *
   * @param again how often batches of this round have been compared again
   * @param results S3 key of the list of files that the Map has written; empty if there was nothing to compare
   */
  public record Compared(int again, String results) {}

  /** The verdict decides what the state machine does next. */
  public sealed interface Output {}

  /** Counts, the verdict and the possible repair. The mismatches are in {@code verification-<round>.json}. */
  public record Judged(
      long rows, int tables, long mismatches, long busy, long cascaded, VerificationResult.Verdict verdict, Instant verifiedAt, Repairs.Offered repair)
      implements Output, Measured {
    @Override
    public List<Measurement> measurements() {
      return List.of(new Measurement(Measurement.Measure.rowsVerified, rows), new Measurement(Measurement.Measure.mismatches, mismatches));
    }
  }

  /**
   * A database or service did not respond. The batches without a result are compared again.
   *
   * @param items S3 key of their list
   */
  public record Again(String verdict, String items) implements Output {
    Again(String items) {
      this("again", items);
    }
  }

  /**
   * A batch cannot be compared. The migration ends with the error of that batch.
   *
   * @param error the error's name
   * @param cause its cause: Lambda's JSON, or text
   */
  public record Failed(String verdict, String error, String cause) implements Output {
    Failed(Failure failure) {
      this("failed", failure.error(), failure.cause());
    }
  }

  @Override
  boolean onlyCompares() {
    return true;
  }

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Optional<String> results = input.compared().map(Compared::results).filter(key -> !key.isEmpty());
    List<Failure> failures = results.map(new BatchFailures(files, input.round())::of).orElse(List.of());
    return failures.isEmpty() ? judged(files, input) : failed(input, files, failures);
  }

  private static long cascaded(VerificationResult result) {
    return result.tables().stream().mapToLong(table -> table.found().cascaded()).sum();
  }

  /** A verification that a person starts repairs nothing. */
  private static Migration.Repair repair(Migration migration, Run run) {
    return run.locked() ? migration.verification().repair().orElse(Migration.Repair.none) : Migration.Repair.none;
  }

  /** An error that another try cannot solve is reported at once. Other errors are retried, a limited number of times. */
  private Output failed(Input input, Workspace files, List<Failure> failures) {
    Failure first = failures.stream()
        .min(Comparator.comparing(Failure::passes).thenComparing(failure -> failure.item().batch()))
        .orElseThrow();
    int again = input.compared().orElseThrow().again();
    LOG.info("round {}: {} batches without a result, of one of them {}", input.round(), failures.size(), first.error());
    if (!first.passes() || again == MOST_AGAIN) {
      return new Failed(first);
    }
    Artifact<List<Item>> items = Rounds.itemsAgain(input.round(), again + 1);
    files.write(items, failures.stream().map(Failure::item).toList());
    return new Again(files.key(items));
  }

  private Output judged(Workspace files, Input input) {
    String round = input.round();
    Migration migration = files.migration();
    Optional<ObservedLag> lag = files.find(ObservedLag.file(round));
    VerificationResult result = new Judgement(
            files,
            round,
            Set.copyOf(migration.verification().acceptMismatches()),
            migration.verification().compare().orElse(Migration.Compare.full),
            RecheckPolicy.of(migration, round, lag).interval(),
            lag.map(ObservedLag::seconds).orElse(OptionalDouble.empty()))
        .judge();
    files.write(VerificationResult.file(round), result);
    LOG.info("round {}: {} ({} rows, {} mismatches, {} busy)", round, result.verdict(), result.rows(), result.mismatchCount(), result.busy());
    Repairs.Offered repair = new Repairs(files, files.read(Inventory.FILE)).plan(result, repair(migration, input.run()));
    return new Judged(
        result.rows(), result.tables().size(), result.mismatchCount(), result.busy(), cascaded(result), result.verdict(), result.verifiedAt(), repair);
  }
}
