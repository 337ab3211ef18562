package dev.tideway.verify;

import dev.tideway.error.Unfinished;
import dev.tideway.run.Deadline;
import dev.tideway.verify.DatabasePair.PerSide;
import dev.tideway.verify.Mismatch.Cascading;
import dev.tideway.verify.PairedRows.RowFilter;
import dev.tideway.verify.Rounds.Outcome;
import dev.tideway.verify.WorkerPool.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Compares chunks while both databases may be written to.
 *
 * <p>First it compares the digest of every chunk, several chunks at a time. After a pause it compares all chunks that differ once more,
 * because a change that has not arrived yet looks like a difference. Then it compares the rows of the chunks that still differ. There is
 * one pause for the whole batch.
 */
public final class BatchComparison {
  private static final int PASSES = 3;
  private static final int AT_ONCE = 16;
  private static final long SAVE_NANOS = Duration.ofSeconds(5).toNanos();

  private final WorkerPool pool;
  private final RecheckPolicy policy;
  private final Deadline deadline;
  private final Settings settings;
  private final Consumer<Outcome> progress;
  private final Digest.Pushdown printing = new Digest.Pushdown();
  private long savedAt = System.nanoTime();

  public BatchComparison(WorkerPool pool, RecheckPolicy policy, Deadline deadline, Settings settings, Consumer<Outcome> progress) {
    this.pool = pool;
    this.policy = policy;
    this.deadline = deadline;
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * How chunks are compared.
   *
   * @param chunkRows rows of a chunk
   * @param countsOnly whether only the numbers of rows are compared
   * @param hiddenCascades whether cascades may have changed rows without a binlog event, and nothing has repaired these rows yet
   */
  public record Settings(int chunkRows, boolean countsOnly, boolean hiddenCascades) {}

  /** A chunk whose digests differ. */
  private record Open(int index, Chunk chunk, Compared last) {
    long rows() {
      return Math.max(last.digests().source().rows(), last.digests().target().rows());
    }
  }

  /** Digests of both sides. */
  private record Compared(boolean equal, boolean rounded, Digest.Encoding form, PerSide<Digest> digests) {}

  /**
   * Compares the chunks that have no outcome yet.
   *
   * @param outcomes those of an earlier invocation; the new ones are added
   * @param save stores the outcomes, every few seconds and when the function's time is up
   * @throws Unfinished if the function's time is up
   */
  public void run(Iterator<Chunk> chunks, Map<Integer, Outcome> outcomes, Consumer<Map<Integer, Outcome>> save) {
    List<Open> open = Collections.synchronizedList(new ArrayList<>());
    try {
      pool.each(new Numbered(chunks, Map.copyOf(outcomes)), (worker, chunk) -> {
        if (deadline.near()) {
          throw new Unfinished(outcomes.size() + " chunks compared");
        }
        settle(worker, chunk, open, outcomes);
        saveRegularly(outcomes, save);
      });
      settleRemaining(open, outcomes);
    } catch (Unfinished slice) {
      save.accept(outcomes);
      throw slice;
    }
  }

  private void settleRemaining(List<Open> open, Map<Integer, Outcome> outcomes) {
    for (Duration pause : policy.chunkPauses()) {
      if (!open.isEmpty() && !settings.countsOnly()) {
        policy.pause(pause);
        List<Open> again = List.copyOf(open);
        open.clear();
        pool.each(again.iterator(), (worker, chunk) -> settle(worker, chunk, open, outcomes));
      }
    }
    if (settings.countsOnly()) {
      open.forEach(chunk -> add(outcomes, counted(chunk)));
    } else {
      // in the order of the chunks, so that results do not depend on which worker was faster
      compareRows(open.stream().sorted(Comparator.comparingInt(Open::index)).toList(), outcomes);
    }
  }

  /** Numbers the chunks and leaves out those that have an outcome. */
  private static final class Numbered implements Iterator<Open> {
    private final Iterator<Chunk> chunks;
    private final Map<Integer, Outcome> settled;
    private int number;
    private Optional<Open> next = Optional.empty();

    Numbered(Iterator<Chunk> chunks, Map<Integer, Outcome> settled) {
      this.chunks = chunks;
      this.settled = settled;
    }

    @Override
    public boolean hasNext() {
      while (next.isEmpty() && chunks.hasNext()) {
        Chunk chunk = chunks.next();
        int index = number++;
        if (!settled.containsKey(index)) {
          next = Optional.of(new Open(index, chunk, new Compared(false, false, Digest.Encoding.printed, new PerSide<>(Digest.NONE, Digest.NONE))));
        }
      }
      return next.isPresent();
    }

    @Override
    public Open next() {
      Open chunk = next.orElseThrow();
      next = Optional.empty();
      return chunk;
    }
  }

  private void saveRegularly(Map<Integer, Outcome> outcomes, Consumer<Map<Integer, Outcome>> save) {
    synchronized (outcomes) {
      if (System.nanoTime() - savedAt > SAVE_NANOS) {
        save.accept(outcomes);
        savedAt = System.nanoTime();
      }
    }
  }

  private void add(Map<Integer, Outcome> outcomes, Outcome outcome) {
    synchronized (outcomes) {
      outcomes.put(outcome.chunk(), outcome);
    }
    progress.accept(outcome);
  }

  private void settle(Worker worker, Open chunk, List<Open> open, Map<Integer, Outcome> outcomes) {
    TableReader reader = worker.reader(chunk.chunk().table());
    Compared compared = compare(reader, reader.condition(chunk.chunk()));
    Open now = new Open(chunk.index(), chunk.chunk(), compared);
    if (compared.equal()) {
      add(outcomes, outcome(now, List.of(), 0, 0, false, compared.rounded()));
    } else {
      open.add(now);
    }
  }

  private Compared compare(TableReader reader, RowFilter condition) {
    if (settings.countsOnly()) {
      PerSide<Digest> counts = reader.counts(condition);
      return new Compared(counts.source().equals(counts.target()), false, Digest.Encoding.values, counts);
    }
    List<Digest.Encoding> different = new ArrayList<>();
    PerSide<Digest> last = new PerSide<>(Digest.NONE, Digest.NONE);
    for (Digest.Encoding form : reader.forms()) {
      if (printing.worth(reader, form)) {
        PerSide<Digest> digests = reader.digests(condition, form);
        if (digests.source().equals(digests.target())) {
          printing.seen(reader, different, form);
          return new Compared(true, form == Digest.Encoding.rounded, form, digests);
        }
        if (form != Digest.Encoding.rounded) {
          different.add(form);
          last = digests;
        }
        if (digests.source().rows() != digests.target().rows()) {
          break;
        }
      }
    }
    return new Compared(false, false, different.getLast(), last);
  }

  private void compareRows(List<Open> open, Map<Integer, Outcome> outcomes) {
    List<Open> left = open;
    for (int pass = 1; !left.isEmpty(); pass++) {
      List<Open> again = new ArrayList<>();
      // this many at a time, so that the compared rows fit into memory
      for (int i = 0; i < left.size(); i += AT_ONCE) {
        compareRows(left.subList(i, Math.min(left.size(), i + AT_ONCE)), outcomes, again, pass);
      }
      left = again;
    }
  }

  /** A chunk and its rows that differ. */
  private record Differing(Open chunk, CandidateMismatches candidates) {}

  private void compareRows(List<Open> open, Map<Integer, Outcome> outcomes, List<Open> again, int pass) {
    List<Differing> differing = Collections.synchronizedList(new ArrayList<>());
    pool.each(open.iterator(), (worker, chunk) -> {
      TableReader reader = worker.reader(chunk.chunk().table());
      Cascading cascading = settings.hiddenCascades() ? Cascading.of(reader.table().table()) : Cascading.nothing();
      CandidateMismatches found = new CandidateMismatches(reader, settings.chunkRows(), policy, cascading);
      found.gather(reader.condition(chunk.chunk()), chunk.rows());
      differing.add(new Differing(chunk, found));
    });
    watch(differing);
    differing.sort(Comparator.comparingInt(each -> each.chunk().index()));
    for (Differing each : differing) {
      // more rows differed than were compared one by one, and all compared rows were only late: compare the remaining rows too
      if (each.candidates().overflowed() && each.candidates().confirmed().isEmpty() && pass < PASSES) {
        again.add(each.chunk());
      } else {
        add(outcomes, outcome(each));
      }
    }
  }

  /** Always ends: every read brings a row nearer to unchanged or to busy. */
  private void watch(List<Differing> differing) {
    while (differing.stream().anyMatch(each -> each.candidates().undecided())) {
      if (deadline.near()) {
        throw new Unfinished("rows of " + differing.size() + " chunks are watched");
      }
      policy.pause(policy.readPause());
      // each reader belongs to a worker, so the readers run one after another
      differing.forEach(each -> each.candidates().observe());
    }
  }

  private Outcome outcome(Differing differing) {
    CandidateMismatches found = differing.candidates();
    CandidateMismatches.Remaining remaining = found.remaining();
    long busy = found.busy() + (found.overflowed() && remaining.mismatches().isEmpty() ? 1 : 0);
    return outcome(differing.chunk(), remaining.mismatches(), remaining.cascaded(), busy, found.overflowed(), found.rounded());
  }

  private static Outcome outcome(Open chunk, List<Mismatch> confirmed, long cascaded, long busy, boolean truncated, boolean rounded) {
    Digest source = chunk.last().digests().source();
    Digest target = chunk.last().digests().target();
    return new Outcome(
        chunk.index(),
        source.rows(),
        new Differences(
            count(confirmed, Mismatch.Kind.missing), count(confirmed, Mismatch.Kind.extra), count(confirmed, Mismatch.Kind.changed), cascaded, busy, truncated, rounded),
        confirmed.stream().sorted(Comparator.comparing(mismatch -> mismatch.key().toString())).limit(VerificationResult.LISTED).toList(),
        chunk.last().form(),
        new VerificationResult.Digests(source.sum().toString(), target.sum().toString()));
  }

  /** A count does not say which rows differ. */
  private static Outcome counted(Open chunk) {
    Digest source = chunk.last().digests().source();
    long more = source.rows() - chunk.last().digests().target().rows();
    return new Outcome(
        chunk.index(), source.rows(), new Differences(Math.max(0, more), Math.max(0, -more), 0, 0, 0, true, false), List.of(), chunk.last().form(),
        new VerificationResult.Digests("0", "0"));
  }

  private static long count(List<Mismatch> mismatches, Mismatch.Kind kind) {
    return mismatches.stream().filter(mismatch -> mismatch.kind() == kind).mapToLong(Mismatch::copies).sum();
  }
}
