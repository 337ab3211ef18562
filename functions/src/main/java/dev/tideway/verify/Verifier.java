package dev.tideway.verify;

import dev.tideway.model.BinlogPosition;
import dev.tideway.model.Inventory;
import dev.tideway.model.Side;
import dev.tideway.model.TableId;
import dev.tideway.model.rows.TablePair;
import dev.tideway.run.Deadline;
import dev.tideway.run.Migration;
import dev.tideway.run.Platform;
import dev.tideway.verify.Chunk.Sampling;
import dev.tideway.verify.Rounds.Outcome;
import dev.tideway.verify.VerificationResult.TableResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A whole verification in one process, from the catalogue to the verdict; the functions do the same work in slices. */
public final class Verifier {
  private static final String ROUND = "once";
  private static final Deadline NONE = () -> Duration.ofDays(365);

  private final DatabasePair.Connector connector;
  private final Settings settings;
  private final Progress progress;
  private final RecheckPolicy policy;

  /** Opens no connection yet. */
  public Verifier(Connections connections, Settings settings, Progress progress) {
    this.connector = connections::open;
    this.settings = settings;
    this.progress = progress;
    this.policy = RecheckPolicy.of(settings.lag(), settings.still());
  }

  /** Opens connections for reading values; it is called again after every lost connection. */
  @FunctionalInterface
  public interface Connections {
    /** A new connection to that side. */
    Connection open(Side side) throws SQLException;
  }

  /**
   * The settings of a verification.
   *
   * @param threads number of chunks compared at once, each with a connection to both sides
   * @param chunkRows rows of a chunk
   * @param compare what is compared
   * @param samplePercent share of the chunks that {@code sampled} compares
   * @param lag the maximum delay of a change; a row that differs must be unchanged for two such intervals to be a mismatch
   * @param still whether there are no writes: then a row that keeps changing is a difference
   * @param limits the limits for the load on the source; empty: no limits
   */
  public record Settings(
      int threads,
      int chunkRows,
      Migration.Compare compare,
      int samplePercent,
      Duration lag,
      boolean still,
      Optional<Migration.SourceLimits> limits) {}

  /** Receives the progress, from several threads at once. */
  @FunctionalInterface
  public interface Progress {
    /** A chunk of that table has been compared. */
    void compared(TableId table, long rows, long mismatches);
  }

  /**
   * Compares the tables of the inventory.
   *
   * @param repair receives the statements that would make the target equal, one for each line; called only if there are mismatches
   * @throws dev.tideway.error.TidewayException if a database does not answer or lacks a table
   */
  public VerificationResult run(Inventory inventory, Consumer<String> repair) {
    Instant startedAt = Platform.clock().instant();
    SourceThrottler throttler = new SourceThrottler(limits(), NONE);
    try (DatabasePair catalogues = new DatabasePair(connector, NONE, throttler)) {
      throttler.probeEarly(catalogues);
      List<TablePair> tables =
          catalogues.ask(Side.target, "reading columns", side -> TablePair.read(inventory.source(), inventory.tables(), catalogues.connection(side)));
      Optional<String> position = catalogues.ask(Side.source, "reading the binlog's position", side -> BinlogPosition.current(catalogues.connection(side)));
      Map<TableId, TablePair> byName = tables.stream().collect(Collectors.toMap(pair -> pair.table().id(), pair -> pair));
      TableChunks chunks = new TableChunks(cutting(catalogues), tables, sampling());
      ChunkTally tally = compare(inventory, chunks, byName, throttler);
      byName.forEach((id, pair) -> tally.statements(Map.of(id.toString(), new TableReader(pair, catalogues).statements())));
      repair(tally.mismatches(), byName, catalogues, repair);
      return new VerificationResult(
          ROUND,
          startedAt,
          Platform.clock().instant(),
          tally.verdict(settings.still()),
          tally.tables().stream().mapToLong(TableResult::rows).sum(),
          tally.tables().stream().mapToLong(TableResult::mismatches).sum(),
          tally.busy(),
          tally.tables(),
          tally.mismatches(),
          settings.compare(),
          Sampling.confidence(chunks.cut(), chunks.taken()),
          position,
          List.of(),
          policy.interval(),
          OptionalDouble.empty());
    }
  }

  private ChunkTally compare(Inventory inventory, TableChunks chunks, Map<TableId, TablePair> tables, SourceThrottler throttler) {
    Map<Integer, Outcome> outcomes = new TreeMap<>();
    try (WorkerPool pool = new WorkerPool(settings.threads(), () -> new DatabasePair(connector, NONE, throttler), tables::get)) {
      new BatchComparison(
              pool,
              policy,
              NONE,
              new BatchComparison.Settings(settings.chunkRows(), settings.compare() == Migration.Compare.counts, !settings.still() && !inventory.source().cascadesInBinlog()),
              outcome -> progress.compared(chunks.table(outcome.chunk()), outcome.rows(), outcome.mismatches()))
          .run(chunks, outcomes, unfinished -> {});
    }
    ChunkTally tally = new ChunkTally(inventory, Set.of());
    outcomes.forEach((number, outcome) -> tally.add(chunks.table(number), outcome));
    return tally;
  }

  private BiFunction<TablePair, List<String>, Chunk> cutting(DatabasePair sides) {
    Boundaries boundaries = new Boundaries(settings.chunkRows());
    return (table, lower) -> sides.ask(
        Side.source,
        "cutting " + table.table().id() + " into chunks",
        side -> boundaries.next(sides.connection(side), table, lower));
  }

  private Sampling sampling() {
    return settings.compare() == Migration.Compare.sampled ? new Sampling(settings.samplePercent(), ROUND) : Sampling.all(ROUND);
  }

  private SourceThrottler.Limits limits() {
    return settings.limits()
        .map(limits -> SourceThrottler.Limits.of(limits, 1))
        .orElse(SourceThrottler.Limits.NONE);
  }

  private static void repair(List<Mismatch> mismatches, Map<TableId, TablePair> tables, DatabasePair sides, Consumer<String> repair) {
    if (mismatches.isEmpty()) {
      return;
    }
    RepairSql.PROLOGUE.lines().forEach(repair);
    mismatches.stream().collect(Collectors.groupingBy(Mismatch::table, TreeMap::new, Collectors.toList()))
        .forEach((table, of) -> new RepairSql(new TableReader(tables.get(table), sides)).of(of).forEach(repair));
  }

  /** The chunks of some tables; each chunk is cut when it is requested. */
  private static final class TableChunks implements Iterator<Chunk> {
    private final BiFunction<TablePair, List<String>, Chunk> cutting;
    private final Iterator<TablePair> tables;
    private final Sampling sampling;
    private Optional<TablePair> table = Optional.empty();
    private List<String> lower = List.of();
    private Optional<Chunk> next = Optional.empty();
    private final Map<Integer, TableId> names = new ConcurrentHashMap<>();
    private int cut;

    /**
     * Nothing is cut yet.
     *
     * @param cutting finds the chunk of a table that begins above a key
     */
    TableChunks(BiFunction<TablePair, List<String>, Chunk> cutting, List<TablePair> tables, Sampling sampling) {
      this.cutting = cutting;
      this.tables = tables.iterator();
      this.sampling = sampling;
    }

    /** How many chunks have been cut. */
    int cut() {
      return cut;
    }

    /** How many of them are compared. */
    int taken() {
      return names.size();
    }

    /** The table that this chunk belongs to; chunks are numbered in the order in which they are returned. */
    TableId table(int chunk) {
      return names.get(chunk);
    }

    @Override
    public boolean hasNext() {
      while (next.isEmpty() && (table.isPresent() || tables.hasNext())) {
        TablePair of = table.orElseGet(tables::next);
        Chunk chunk = cutting.apply(of, lower);
        lower = chunk.upper();
        table = lower.isEmpty() ? Optional.empty() : Optional.of(of);
        if (sampling.takes(chunk, cut++)) {
          next = Optional.of(chunk);
        }
      }
      return next.isPresent();
    }

    @Override
    public Chunk next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Chunk chunk = next.orElseThrow();
      next = Optional.empty();
      names.put(names.size(), chunk.table());
      return chunk;
    }
  }
}
