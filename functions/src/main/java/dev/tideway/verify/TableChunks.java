package dev.tideway.verify;

import dev.tideway.model.rows.TablePair;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BiFunction;

/** The chunks of some tables; each chunk is cut when it is requested. */
final class TableChunks implements Iterator<Chunk> {
  private final BiFunction<TablePair, List<String>, Chunk> cutting;
  private final Iterator<TablePair> tables;
  private final Sampling sampling;
  private Optional<TablePair> table = Optional.empty();
  private List<String> lower = List.of();
  private Optional<Chunk> next = Optional.empty();
  private int cut;
  private int taken;

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
    return taken;
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
        taken++;
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
    return chunk;
  }
}
