package dev.tideway.verify;

import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.Locks;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.catalog.Inventory;
import dev.tideway.replication.ObservedLag;
import dev.tideway.request.Migration;
import dev.tideway.request.Run;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds up a round's results and says what they come to. */
public final class JudgeVerificationFunction extends JsonFunction<JudgeVerificationFunction.Input, JudgeVerificationFunction.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(JudgeVerificationFunction.class);

  private final ObjectStore objects;
  private final Locks locks;

  /** For Lambda. */
  public JudgeVerificationFunction() {
    this(Platform.objects(), Platform.locks());
  }

  JudgeVerificationFunction(ObjectStore objects, Locks locks) {
    super(Input.class);
    this.objects = objects;
    this.locks = locks;
  }

  /** The round to judge. */
  public record Input(Run run, String round) {}

  /** Counts, the verdict and what can be done; the mismatches themselves are in {@code verification-<round>.json}. */
  public record Output(
      long rows, int tables, long mismatches, long busy, VerificationResult.Verdict verdict, Instant verifiedAt, Repairs.Offered repair) {}

  @Override
  protected Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    locks.check(run.migration(), run.execution(), run.fence());
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    Optional<ObservedLag> lag = objects.find(run.key(ObservedLag.file(input.round())), ObservedLag.class);
    VerificationResult result = new Judgement(
            objects,
            run,
            input.round(),
            Set.copyOf(migration.verification().acceptMismatches()),
            migration.verification().compare().orElse(Migration.Compare.full),
            Patience.of(migration, input.round(), lag).interval(),
            lag.map(ObservedLag::seconds).orElse(OptionalDouble.empty()))
        .judge();
    objects.putJson(run.key(VerificationResult.file(input.round())), result);
    LOG.info("round {}: {} ({} rows, {} mismatches, {} busy)", input.round(), result.verdict(), result.rows(), result.mismatchCount(), result.busy());
    Repairs.Offered repair = new Repairs(objects, run, objects.read(run.key(Inventory.FILE), Inventory.class)).plan(result, migration.verification().repair().orElse(Migration.Repair.none));
    return new Output(
        result.rows(), result.tables().size(), result.mismatchCount(), result.busy(), result.verdict(), result.verifiedAt(), repair);
  }
}
