package dev.tideway.verify;

import dev.tideway.error.Unfinished;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.model.Inventory;
import dev.tideway.model.Side;
import dev.tideway.model.TableId;
import dev.tideway.model.rows.ColumnPair;
import dev.tideway.model.rows.TablePair;
import dev.tideway.run.Artifact;
import dev.tideway.run.Deadline;
import dev.tideway.run.Document;
import dev.tideway.run.Workspace;
import dev.tideway.verify.DatabasePair.PerSide;
import dev.tideway.verify.PairedRows.Row;
import dev.tideway.verify.PairedRows.RowFilter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the rows that a round found different to the target, with the source's current values. The source has changed since the round, and
 * the statements in the round's files would write the old values again. A group of rows is one transaction, and repeating it changes
 * nothing, so the run may be killed at any point. It writes its statements to S3 before it runs them.
 */
public final class RepairRun {
  /** Rows of one transaction; fewer where values may be long, because TiDB limits a transaction's size. */
  private static final int ROWS = 200;

  private static final int LONG_ROWS = 10;

  /** A search for rows without a key reads the whole table, so one search looks up many rows. */
  private static final int KEYLESS_ROWS = 1_000;

  private static final Set<ColumnPair.Kind> LONG = Set.of(ColumnPair.Kind.longText, ColumnPair.Kind.blob, ColumnPair.Kind.json);

  private final Workspace files;
  private final RepairPlan plan;
  private final Inventory inventory;
  private final DatabasePair sides;
  private final Connection target;
  private final Deadline deadline;

  public RepairRun(Workspace files, RepairPlan plan, Inventory inventory, DatabasePair sides, Connection target, Deadline deadline) {
    this.files = files;
    this.plan = plan;
    this.inventory = inventory;
    this.sides = sides;
    this.target = target;
    this.deadline = deadline;
  }

  /**
   * The progress of the repair.
   *
   * @param pass the current pass
   * @param batch the current batch of the round
   * @param group the current group of its rows
   * @param rows number of fixed rows
   * @param statements number of statements run
   */
  public record Cursor(Pass pass, int batch, int group, long rows, long statements) {}

  /** The passes, in this order: a row may hold a unique value that belongs to a row of another batch. */
  enum Pass {
    /** Deletes changed rows from the target, where they have unique values besides their key. */
    cleared,
    /** Deletes rows that only the target has. */
    extra,
    /** Writes all remaining rows. */
    written,
    /** All passes are done. */
    done;

    private Pass next() {
      return switch (this) {
        case cleared -> extra;
        case extra -> written;
        case written, done -> done;
      };
    }

    private boolean takes(Mismatch mismatch, TablePair table) {
      return switch (this) {
        case cleared -> mismatch.kind() == Mismatch.Kind.changed && UniqueKeyConflicts.possible(table);
        case extra -> mismatch.kind() == Mismatch.Kind.extra;
        case written -> mismatch.kind() != Mismatch.Kind.extra;
        case done -> false;
      };
    }
  }

  /** Rows of one transaction. */
  private record Group(TableReader reader, List<List<String>> keys) {}

  public Cursor run() throws SQLException {
    Repairs.Listed rows = new Repairs.Listed(files, plan.round(), plan.tables());
    int batches = rows.batches();
    Cursor cursor = files.find(cursor()).orElse(new Cursor(Pass.cleared, 0, 0, 0, 0));
    while (cursor.pass() != Pass.done) {
      List<Group> groups = groups(rows.of(cursor.batch()), cursor.pass());
      while (cursor.group() < groups.size()) {
        if (deadline.near()) {
          throw new Unfinished(cursor.rows() + " of " + plan.rows() + " rows repaired");
        }
        cursor = repair(cursor, groups.get(cursor.group()));
        files.write(cursor(), cursor);
      }
      cursor = next(cursor, batches);
      files.write(cursor(), cursor);
    }
    return cursor;
  }

  private static Cursor next(Cursor cursor, int batches) {
    boolean last = cursor.batch() + 1 >= batches;
    Pass pass = last ? cursor.pass().next() : cursor.pass();
    return new Cursor(pass, last ? 0 : cursor.batch() + 1, 0, cursor.rows(), cursor.statements());
  }

  private List<Group> groups(Map<TableId, List<Mismatch>> mismatches, Pass pass) {
    List<Group> groups = new ArrayList<>();
    mismatches.forEach((id, of) -> {
      TablePair table = sides.ask(
          Side.target, "reading the columns of " + id, side -> TablePair.read(inventory.source(), inventory.table(id), sides.connection(side)));
      List<List<String>> keys = of.stream()
          .filter(mismatch -> pass.takes(mismatch, table))
          .map(mismatch -> List.copyOf(mismatch.key().values()))
          .toList();
      int size = size(table);
      TableReader reader = new TableReader(table, sides);
      for (int i = 0; i < keys.size(); i += size) {
        groups.add(new Group(reader, keys.subList(i, Math.min(keys.size(), i + size))));
      }
    });
    return groups;
  }

  private static int size(TablePair table) {
    if (table.key().isEmpty()) {
      return KEYLESS_ROWS;
    }
    return table.columns().stream().anyMatch(column -> LONG.contains(column.kind())) ? LONG_ROWS : ROWS;
  }

  private Cursor repair(Cursor cursor, Group group) throws SQLException {
    List<String> statements = cursor.pass() == Pass.cleared ? new RepairSql(group.reader()).without(group.keys()) : statements(group);
    String name = "applied-" + cursor.pass() + "-%05d-%05d.sql".formatted(cursor.batch(), cursor.group());
    files.write(new Document("verify/" + plan.round() + "/" + name, RepairSql.CONTENT_TYPE), String.join("\n", statements) + "\n");
    DatabaseErrors.during("repairing " + group.reader().name() + " on the target", () -> {
      execute(statements);
      return true;
    });
    long rows = cursor.rows() + (cursor.pass() == Pass.cleared ? 0 : group.keys().size());
    return new Cursor(cursor.pass(), cursor.batch(), cursor.group() + 1, rows, cursor.statements() + statements.size());
  }

  private static List<String> statements(Group group) {
    RepairSql repair = new RepairSql(group.reader());
    return group.reader().table().key().isPresent() ? repair.rewrite(group.keys()) : repair.of(now(group));
  }

  /** Copies of a row without a key are counted again, because their number may have changed. */
  private static List<Mismatch> now(Group group) {
    PerSide<Map<List<String>, Row>> found = group.reader().find(RowFilter.ALL, group.keys());
    List<Mismatch> mismatches = new ArrayList<>();
    for (List<String> key : group.keys()) {
      long more = copies(found.source(), key) - copies(found.target(), key);
      if (more != 0) {
        mismatches.add(new Mismatch(
            group.reader().table().table().id(), more > 0 ? Mismatch.Kind.missing : Mismatch.Kind.extra, Map.of(Mismatch.ROW_DIGEST, key.getFirst()),
            List.of(), Math.abs(more)));
      }
    }
    return mismatches;
  }

  private static long copies(Map<List<String>, Row> rows, List<String> key) {
    return rows.containsKey(key) ? rows.get(key).copies() : 0;
  }

  private void execute(List<String> statements) throws SQLException {
    target.setAutoCommit(false);
    try (Statement statement = target.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      target.commit();
    } catch (SQLException e) {
      target.rollback();
      throw e;
    } finally {
      target.setAutoCommit(true);
    }
  }

  private Artifact<Cursor> cursor() {
    return Artifact.of("verify/" + plan.round() + "/repair-cursor.json", Cursor.class);
  }
}
