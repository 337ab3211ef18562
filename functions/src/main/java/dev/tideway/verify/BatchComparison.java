package dev.tideway.verify;

import dev.tideway.aws.Deadline;
import dev.tideway.error.Unfinished;
import dev.tideway.verify.Rounds.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares the chunks of a batch while both databases may be written to.
 *
 * <p>Every chunk's digest first; then all that differ once more after a pause, since a change that is still under way looks like a
 * difference; then the rows of those that still differ. Pauses are taken once for the whole batch.
 */
final class BatchComparison {
  private static final int PASSES = 3;

  private final Sides sides;
  private final Patience patience;
  private final Deadline deadline;
  private final Function<Chunk, TableReader> readers;
  private final int chunkRows;
  private final boolean finalRound;

  BatchComparison(
      Sides sides, Patience patience, Deadline deadline, Function<Chunk, TableReader> readers, int chunkRows, boolean finalRound) {
    this.sides = sides;
    this.patience = patience;
    this.deadline = deadline;
    this.readers = readers;
    this.chunkRows = chunkRows;
    this.finalRound = finalRound;
  }

  /** A chunk whose digests differ. */
  private record Open(int index, Chunk chunk, TableReader reader, Compared last) {}

  /** Digests of both sides. */
  record Compared(boolean equal, boolean rounded, long sourceRows, long targetRows) {}

  /**
   * Compares the chunks that have no outcome yet.
   *
   * @param outcomes those of an earlier invocation; the new ones are added
   * @param save keeps the outcomes when the function's time is up
   * @throws Unfinished if it is
   */
  void run(List<Chunk> chunks, Map<Integer, Outcome> outcomes, Consumer<Map<Integer, Outcome>> save) {
    List<Open> open = new ArrayList<>();
    for (int i = 0; i < chunks.size(); i++) {
      if (outcomes.containsKey(i)) {
        continue;
      }
      if (deadline.near()) {
        save.accept(outcomes);
        throw new Unfinished(outcomes.size() + " of " + chunks.size() + " chunks compared");
      }
      settle(new Open(i, chunks.get(i), readers.apply(chunks.get(i)), new Compared(false, false, 0, 0)), open, outcomes);
    }
    for (Duration pause : patience.chunkPauses()) {
      if (!open.isEmpty()) {
        patience.pause(pause);
        List<Open> again = List.copyOf(open);
        open.clear();
        again.forEach(chunk -> settle(chunk, open, outcomes));
      }
    }
    lookAtRows(open, outcomes);
  }

  private void settle(Open chunk, List<Open> open, Map<Integer, Outcome> outcomes) {
    Compared compared = compare(chunk.reader(), chunk.reader().condition(chunk.chunk()));
    if (compared.equal()) {
      outcomes.put(chunk.index(), Outcome.equal(chunk.index(), compared.sourceRows(), compared.rounded()));
    } else {
      open.add(new Open(chunk.index(), chunk.chunk(), chunk.reader(), compared));
    }
  }

  private Compared compare(TableReader reader, String condition) {
    Sides.Both<Digest> exact = sides.ask("comparing " + reader.name(), side -> reader.digest(side, condition, false));
    boolean equal = exact.source().equals(exact.target());
    boolean rounded = false;
    if (!equal && reader.rounds() && exact.source().rows() == exact.target().rows()) {
      Sides.Both<Digest> six = sides.ask("comparing " + reader.name(), side -> reader.digest(side, condition, true));
      rounded = six.source().equals(six.target());
    }
    return new Compared(equal || rounded, rounded, exact.source().rows(), exact.target().rows());
  }

  private void lookAtRows(List<Open> open, Map<Integer, Outcome> outcomes) {
    List<Open> left = open;
    for (int pass = 1; !left.isEmpty(); pass++) {
      List<Suspects> suspects = new ArrayList<>();
      for (Open chunk : left) {
        Suspects found = new Suspects(chunk.reader(), sides, chunkRows);
        found.gather(chunk.reader().condition(chunk.chunk()), Math.max(chunk.last().sourceRows(), chunk.last().targetRows()));
        suspects.add(found);
      }
      watch(suspects);
      List<Open> again = new ArrayList<>();
      for (int i = 0; i < left.size(); i++) {
        Open chunk = left.get(i);
        Suspects found = suspects.get(i);
        // more rows differed than were looked at, and those were only late: the others deserve a look too
        if (found.overflowed() && found.confirmed().isEmpty() && pass < PASSES) {
          again.add(chunk);
        } else {
          outcomes.put(chunk.index(), outcome(chunk, found));
        }
      }
      left = again;
    }
  }

  private void watch(List<Suspects> suspects) {
    for (int i = 0; i < patience.observations() && suspects.stream().anyMatch(Suspects::undecided); i++) {
      patience.pause(patience.lag());
      suspects.forEach(Suspects::observe);
    }
  }

  private Outcome outcome(Open chunk, Suspects found) {
    Cascading cascading = finalRound ? Cascading.nothing() : Cascading.of(chunk.reader().table().table());
    // whether a cascade explains a changed row is told by its columns, so that every one of them is looked at
    Map<Boolean, List<Mismatch>> explained =
        found.named(cascading.possible() ? Suspects.LIMIT : VerificationResult.LISTED).stream()
            .collect(Collectors.partitioningBy(mismatch -> cascading.explains(mismatch.kind(), mismatch.columns())));
    List<Mismatch> confirmed = explained.get(false);
    long busy = found.busy() + (found.overflowed() && confirmed.isEmpty() ? 1 : 0);
    return new Outcome(
        chunk.index(),
        chunk.last().sourceRows(),
        count(confirmed, Mismatch.Kind.missing),
        count(confirmed, Mismatch.Kind.extra),
        count(confirmed, Mismatch.Kind.changed),
        explained.get(true).size(),
        busy,
        found.overflowed(),
        false,
        confirmed.stream().sorted(Comparator.comparing(mismatch -> mismatch.key().toString())).limit(VerificationResult.LISTED).toList());
  }

  private static long count(List<Mismatch> mismatches, Mismatch.Kind kind) {
    return mismatches.stream().filter(mismatch -> mismatch.kind() == kind).mapToLong(Mismatch::copies).sum();
  }
}
