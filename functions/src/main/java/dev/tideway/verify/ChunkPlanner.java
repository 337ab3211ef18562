package dev.tideway.verify;

import dev.tideway.error.Unfinished;
import dev.tideway.model.BinlogPosition;
import dev.tideway.model.Inventory;
import dev.tideway.model.Table;
import dev.tideway.model.rows.TablePair;
import dev.tideway.run.Artifact;
import dev.tideway.run.Deadline;
import dev.tideway.run.Platform;
import dev.tideway.run.Workspace;
import dev.tideway.verify.Chunk.Sampling;
import dev.tideway.verify.Rounds.Batch;
import dev.tideway.verify.Rounds.Item;
import dev.tideway.verify.Rounds.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts the tables into chunks and packs chunks into batches, one file for each batch. Progress is a cursor in S3. The list of items and the
 * plan are written last and never change, so a list that exists is complete.
 */
public final class ChunkPlanner {
  /** A batch is the work of one function: full chunks for a few minutes. */
  private static final double WEIGHT = 24;

  /** The minimum cost of a chunk, in full chunks, however few rows it has. */
  private static final double CALL = 0.05;

  private final Workspace files;
  private final String round;
  private final int chunkRows;
  private final Sampling sampling;

  public ChunkPlanner(Workspace files, String round, int chunkRows, Sampling sampling) {
    this.files = files;
    this.round = round;
    this.chunkRows = chunkRows;
    this.sampling = sampling;
  }

  /**
   * Where a slice of planning ended.
   *
   * @param table the index of the next table in the list
   * @param lower the bound from which that table continues; empty at its beginning
   * @param batches batches written
   * @param chunks chunks in these batches
   * @param pending chunks of the batch that is being filled
   * @param startedAt when planning began
   * @param cut number of chunks cut; {@code chunks} of them are compared
   * @param position the source's binlog position when planning began
   */
  record Cursor(
      int table,
      List<String> lower,
      int batches,
      int chunks,
      List<Chunk> pending,
      double weight,
      Instant startedAt,
      int cut,
      Optional<String> position) {}

  public Plan plan(Inventory inventory, Connection source, Connection target, Deadline deadline) throws SQLException {
    Plan known = files.find(Rounds.plan(round)).orElse(null);
    if (known != null) {
      return known;
    }
    List<Table> tables = inventory.tables();
    Cursor cursor = files.find(cursor())
        .orElseGet(() -> new Cursor(0, List.of(), 0, 0, List.of(), 0, Platform.clock().instant(), 0, BinlogPosition.current(source)));
    Packing packing = new Packing(cursor);
    List<TablePair> pairs = TablePair.read(inventory.source(), tables, target);
    Boundaries boundaries = new Boundaries(chunkRows);
    for (int i = cursor.table(); i < tables.size(); i++) {
      TablePair pair = pairs.get(i);
      List<String> lower = i == cursor.table() ? cursor.lower() : List.of();
      do {
        if (deadline.near()) {
          files.write(cursor(), packing.cursor(i, lower));
          throw new Unfinished(i + " of " + tables.size() + " tables cut into chunks");
        }
        Chunk chunk = boundaries.next(source, pair, lower);
        packing.add(chunk, tables.get(i).rows());
        lower = chunk.upper();
      } while (!lower.isEmpty());
    }
    return packing.finish(tables.size());
  }

  /** Fills batches. */
  private final class Packing {
    private final List<Chunk> pending;
    private final Instant startedAt;
    private double weight;
    private int batches;
    private final Optional<String> position;
    private int chunks;
    private int cut;

    Packing(Cursor cursor) {
      pending = new ArrayList<>(cursor.pending());
      weight = cursor.weight();
      batches = cursor.batches();
      chunks = cursor.chunks();
      startedAt = cursor.startedAt();
      cut = cursor.cut();
      position = cursor.position();
    }

    void add(Chunk chunk, long tableRows) {
      if (!sampling.takes(chunk, cut++)) {
        return;
      }
      // a last chunk may have any size up to a full chunk; a table that is cut by a hash or not at all has all of its rows
      boolean whole = chunk.lower().isEmpty() && chunk.upper().isEmpty();
      double share = whole || chunk.parts().isPresent() ? Math.max(0, tableRows) / (double) chunkRows / chunk.parts().orElse(1) : 1;
      if (!pending.isEmpty() && weight + share + CALL > WEIGHT) {
        write();
      }
      pending.add(chunk);
      chunks++;
      weight += share + CALL;
    }

    Cursor cursor(int table, List<String> lower) {
      return new Cursor(table, lower, batches, chunks, List.copyOf(pending), weight, startedAt, cut, position);
    }

    Plan finish(int tables) {
      if (!pending.isEmpty()) {
        write();
      }
      List<Item> items = new ArrayList<>();
      for (int i = 0; i < batches; i++) {
        items.add(new Item(files.run(), round, i));
      }
      files.write(Rounds.items(round), items);
      Plan plan = new Plan(files.key(Rounds.items(round)), batches, chunks, tables, startedAt, cut, position);
      files.write(Rounds.plan(round), plan);
      return plan;
    }

    private void write() {
      files.write(Rounds.batch(round, batches), new Batch(batches, List.copyOf(pending)));
      batches++;
      pending.clear();
      weight = 0;
    }
  }

  private Artifact<Cursor> cursor() {
    return Artifact.of("verify/" + round + "/cursor.json", Cursor.class);
  }
}
