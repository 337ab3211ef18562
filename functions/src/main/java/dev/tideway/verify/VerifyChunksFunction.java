package dev.tideway.verify;

import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.Locks;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.catalog.Inventory;
import dev.tideway.catalog.TableId;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Databases;
import dev.tideway.request.Migration;
import dev.tideway.request.Run;
import dev.tideway.rows.TablePair;
import dev.tideway.verify.Rounds.Batch;
import dev.tideway.verify.Rounds.BatchResult;
import dev.tideway.verify.Rounds.Outcome;
import java.sql.Connection;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares one batch of chunks. One Map item; a batch whose result exists is not compared again. */
public final class VerifyChunksFunction extends JsonFunction<VerifyChunksFunction.Input, VerifyChunksFunction.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(VerifyChunksFunction.class);

  private final ObjectStore objects;
  private final Locks locks;
  private final Databases databases;
  private final Optional<Patience> patience;

  /** For Lambda. */
  public VerifyChunksFunction() {
    this(Platform.objects(), Platform.locks(), new Databases(Platform.secrets()), Optional.empty());
  }

  /** With a patience of its own instead of the request's. */
  VerifyChunksFunction(ObjectStore objects, Locks locks, Databases databases, Optional<Patience> patience) {
    super(Input.class);
    this.objects = objects;
    this.locks = locks;
    this.databases = databases;
    this.patience = patience;
  }

  /** One item of the list that ChunkFunction wrote. */
  public record Input(Run run, String round, int batch, String key) {}

  /** Counts only: keys of mismatches stay in the result file. */
  public record Output(long rows, long mismatches) {}

  @Override
  protected Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    locks.check(run.migration(), run.execution(), run.fence());
    String file = Rounds.result(run, input.round(), input.batch());
    Optional<BatchResult> before = objects.find(file, BatchResult.class);
    if (before.filter(BatchResult::complete).isPresent()) {
      return new Output(before.get().rows(), before.get().mismatches());
    }
    Map<Integer, Outcome> outcomes = new TreeMap<>();
    before.ifPresent(result -> result.outcomes().forEach(outcome -> outcomes.put(outcome.chunk(), outcome)));
    Batch batch = objects.read(input.key(), Batch.class);
    compare(input, batch, outcomes, deadline);
    BatchResult result = result(batch, true, outcomes);
    objects.putJson(file, result);
    LOG.info("round {} batch {}: {} rows, {} mismatches", input.round(), batch.number(), result.rows(), result.mismatches());
    return new Output(result.rows(), result.mismatches());
  }

  private void compare(Input input, Batch batch, Map<Integer, Outcome> outcomes, Deadline deadline) {
    Run run = input.run();
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    Inventory inventory = objects.read(run.key(Inventory.FILE), Inventory.class);
    String file = Rounds.result(run, input.round(), input.batch());
    try (Sides sides = open(migration, deadline)) {
      Map<TableId, TableReader> readers = new HashMap<>();
      new BatchComparison(
              sides,
              patience.orElseGet(() -> Patience.of(migration, input.round())),
              deadline,
              chunk -> readers.computeIfAbsent(chunk.table(), table -> reader(inventory, table, sides)),
              migration.verification().chunkRows(),
              input.round().equals(Rounds.FINAL))
          .run(batch.chunks(), outcomes, done -> objects.putJson(file, result(batch, false, done)));
    }
  }

  private Sides open(Migration migration, Deadline deadline) {
    Connection source = DatabaseErrors.during("connecting to the source", () -> databases.read(migration.source()));
    try {
      return new Sides(source, DatabaseErrors.during("connecting to the target", () -> databases.read(migration.target())), deadline);
    } catch (RuntimeException e) {
      DatabaseErrors.during("closing the source", () -> {
        source.close();
        return true;
      });
      throw e;
    }
  }

  private static TableReader reader(Inventory inventory, TableId table, Sides sides) {
    TablePair pair = DatabaseErrors.during(
        "reading the columns of " + table, () -> TablePair.read(inventory.source(), inventory.table(table), sides.target()));
    return new TableReader(pair, sides);
  }

  private static BatchResult result(Batch batch, boolean complete, Map<Integer, Outcome> outcomes) {
    return new BatchResult(batch.number(), complete, List.copyOf(outcomes.values()), Instant.now());
  }
}
