package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.ObservedLag;
import dev.tideway.jdbc.Databases;
import dev.tideway.model.Inventory;
import dev.tideway.model.Side;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import dev.tideway.model.rows.TablePair;
import dev.tideway.run.Artifact;
import dev.tideway.run.Deadline;
import dev.tideway.run.Document;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.verify.BatchComparison;
import dev.tideway.verify.Chunk;
import dev.tideway.verify.DatabasePair;
import dev.tideway.verify.Digest;
import dev.tideway.verify.Mismatch;
import dev.tideway.verify.RecheckPolicy;
import dev.tideway.verify.RepairSql;
import dev.tideway.verify.Rounds;
import dev.tideway.verify.Rounds.Batch;
import dev.tideway.verify.Rounds.BatchResult;
import dev.tideway.verify.Rounds.Outcome;
import dev.tideway.verify.SourceThrottler;
import dev.tideway.verify.TableReader;
import dev.tideway.verify.VerificationResult.Statements;
import dev.tideway.verify.WorkerPool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares one batch of chunks, which is one Map item. A batch whose result exists is not compared again. */
public final class VerifyChunksHandler extends FilesHandler<VerifyChunksHandler.Input, VerifyChunksHandler.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(VerifyChunksHandler.class);

  private final Databases databases;
  private final Optional<RecheckPolicy> policy;

  /** Creates the handler from its function's environment variables. */
  public VerifyChunksHandler() {
    this(Platform.objects(), Platform.locks(), new Databases(Platform.secrets()), Optional.empty());
  }

  /** With a different recheck policy than the request's. */
  public VerifyChunksHandler(ObjectStore objects, Locks locks, Databases databases, Optional<RecheckPolicy> policy) {
    super(Input.class, objects, locks);
    this.databases = databases;
    this.policy = policy;
  }

  /** One item of the list that ChunkHandler wrote. */
  public record Input(Run run, String round, int batch) implements OfRun {}

  /** Counts only: keys of mismatches stay in the result file. */
  public record Output(long rows, long mismatches) {}

  @Override
  boolean onlyCompares() {
    return true;
  }

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Artifact<BatchResult> file = Rounds.result(input.round(), input.batch());
    Optional<BatchResult> before = files.find(file);
    if (before.filter(BatchResult::complete).isPresent()) {
      return new Output(before.get().rows(), before.get().mismatches());
    }
    Map<Integer, Outcome> outcomes = new TreeMap<>();
    before.ifPresent(result -> result.outcomes().forEach(outcome -> outcomes.put(outcome.chunk(), outcome)));
    Batch batch = files.read(Rounds.batch(input.round(), input.batch()));
    BatchResult result = compare(input, files, batch, outcomes, deadline);
    files.write(file, result);
    LOG.info("round {} batch {}: {} rows, {} mismatches", input.round(), batch.number(), result.rows(), result.mismatches());
    return new Output(result.rows(), result.mismatches());
  }

  private BatchResult compare(Input input, Workspace files, Batch batch, Map<Integer, Outcome> outcomes, Deadline deadline) {
    Migration migration = files.migration();
    Inventory inventory = files.read(Inventory.FILE);
    Migration.Verification verification = migration.verification();
    Artifact<BatchResult> file = Rounds.result(input.round(), input.batch());
    SourceThrottler throttler = new SourceThrottler(
        SourceThrottler.Limits.of(verification.sourceLimits().orElse(Migration.SourceLimits.DEFAULT), verification.functions()), deadline);
    DatabasePair.Connector connector = side -> databases.read(side == Side.source ? migration.source() : migration.target());
    try (DatabasePair catalogues = new DatabasePair(connector, deadline, throttler)) {
      throttler.probeEarly(catalogues);
      Map<TableId, TablePair> tables = pairs(inventory, batch, catalogues);
      try (WorkerPool pool = new WorkerPool(Math.min(verification.workers(), batch.chunks().size()), () -> new DatabasePair(connector, deadline, throttler), tables::get)) {
        new BatchComparison(
                pool,
                policy.orElseGet(() -> RecheckPolicy.of(migration, input.round(), files.find(ObservedLag.file(input.round())))),
                deadline,
                new BatchComparison.Settings(
                    verification.chunkRows(),
                    verification.compare().filter(Migration.Compare.counts::equals).isPresent(),
                    !Rounds.last(input.round()) && !inventory.source().cascadesInBinlog()),
                outcome -> {})
            .run(
                batch.chunks().iterator(),
                outcomes,
                done -> files.write(
                    file, new BatchResult(batch.number(), false, List.copyOf(done.values()), Platform.clock().instant(), Map.of(), Optional.empty())));
      }
      return new BatchResult(
          batch.number(),
          true,
          List.copyOf(outcomes.values()),
          Platform.clock().instant(),
          statements(tables, catalogues),
          repair(input, files, outcomes, tables, catalogues));
    }
  }

  private static Map<TableId, TablePair> pairs(Inventory inventory, Batch batch, DatabasePair sides) {
    List<Table> tables = batch.chunks().stream().map(Chunk::table).distinct().map(inventory::table).toList();
    return sides.ask(
            Side.target, "reading the columns of " + tables.size() + " tables", side -> TablePair.read(inventory.source(), tables, sides.connection(side)))
        .stream()
        .collect(Collectors.toMap(pair -> pair.table().id(), pair -> pair));
  }

  private static Map<String, Map<Digest.Encoding, Statements>> statements(Map<TableId, TablePair> tables, DatabasePair sides) {
    Map<String, Map<Digest.Encoding, Statements>> statements = new TreeMap<>();
    tables.forEach((id, pair) -> statements.put(id.toString(), new TableReader(pair, sides).statements()));
    return statements;
  }

  /** The repair, with rows read from the source now, because the source's rows are the correct ones. */
  private Optional<String> repair(Input input, Workspace files, Map<Integer, Outcome> outcomes, Map<TableId, TablePair> tables, DatabasePair sides) {
    Map<TableId, List<Mismatch>> byTable = outcomes.values().stream()
        .flatMap(outcome -> outcome.listed().stream())
        .collect(Collectors.groupingBy(Mismatch::table, TreeMap::new, Collectors.toList()));
    if (byTable.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder sql = new StringBuilder(RepairSql.PROLOGUE);
    byTable.forEach((table, mismatches) -> new RepairSql(new TableReader(tables.get(table), sides)).of(mismatches).forEach(line -> sql.append(line).append('\n')));
    Document document = Rounds.repair(input.round(), input.batch());
    files.write(document, sql.toString());
    return Optional.of(files.key(document));
  }
}
