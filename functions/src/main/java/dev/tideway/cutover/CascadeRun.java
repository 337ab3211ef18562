package dev.tideway.cutover;

import dev.tideway.cutover.CascadeResult.Repaired;
import dev.tideway.cutover.Cascades.Cascade;
import dev.tideway.error.Unfinished;
import dev.tideway.model.Inventory;
import dev.tideway.model.rows.TablePair;
import dev.tideway.run.Artifact;
import dev.tideway.run.Deadline;
import dev.tideway.run.Platform;
import dev.tideway.run.Workspace;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Repairs all child tables, in slices. It repeats passes over all foreign keys until a pass changes no rows (a deleted row may itself have been a parent). Then it copies rows
 * whose own key changed.
 */
public final class CascadeRun {
  private static final Artifact<Cursor> CURSOR = Artifact.of("cascades-cursor.json", Cursor.class);

  private final Workspace files;
  private final Inventory inventory;
  private final Connection source;
  private final Connection target;
  private final Deadline deadline;

  public CascadeRun(Workspace files, Inventory inventory, Connection source, Connection target, Deadline deadline) {
    this.files = files;
    this.inventory = inventory;
    this.source = source;
    this.target = target;
    this.deadline = deadline;
  }

  /**
   * The position at which a slice ended.
   *
   * @param orphansDone whether the passes are complete and rows with changed keys are being copied
   * @param foreignKey index in the list of foreign keys
   * @param after the child's key after which the next slice continues
   * @param changed whether this pass has changed anything yet
   * @param repaired counts by foreign key
   */
  record Cursor(boolean orphansDone, int foreignKey, List<String> after, boolean changed, List<Repaired> repaired) {}

  public CascadeResult run() throws SQLException {
    CascadeResult known = files.find(CascadeResult.FILE).orElse(null);
    if (known != null) {
      return known;
    }
    List<Cascade> cascades = Cascades.of(inventory.tables());
    List<Repaired> none = cascades.stream().map(cascade -> Repaired.none(cascade.child().id(), cascade.key().name())).toList();
    Cursor cursor = files.find(CURSOR).orElse(new Cursor(false, 0, List.of(), false, none));
    while (cursor.foreignKey() < cascades.size()) {
      if (deadline.near()) {
        files.write(CURSOR, cursor);
        throw new Unfinished((cursor.orphansDone() ? "moved keys" : "orphans") + " of " + cursor.foreignKey() + " of " + cascades.size() + " foreign keys");
      }
      cursor = advance(cursor, step(cursor, cascades.get(cursor.foreignKey())), cascades.size());
    }
    CascadeResult result = new CascadeResult(cursor.repaired(), Optional.empty(), Platform.clock().instant());
    files.write(CascadeResult.FILE, result);
    return result;
  }

  private CascadeRepair.Step step(Cursor cursor, Cascade cascade) throws SQLException {
    TablePair child = TablePair.read(inventory.source(), cascade.child(), target);
    CascadeRepair repair = new CascadeRepair(child, cascade.key(), source, target);
    if (!cursor.orphansDone()) {
      return repair.step(cursor.after());
    }
    boolean look = repair.movesKeys() && (!cursor.after().isEmpty() || rows(source, child) != rows(target, child));
    return look ? repair.copyMoved(cursor.after()) : new CascadeRepair.Step(Repaired.none(cascade.child().id(), cascade.key().name()), List.of());
  }

  private static Cursor advance(Cursor cursor, CascadeRepair.Step step, int foreignKeys) {
    List<Repaired> repaired = new ArrayList<>(cursor.repaired());
    Repaired before = repaired.get(cursor.foreignKey());
    boolean begins = !cursor.orphansDone() && cursor.after().isEmpty();
    repaired.set(cursor.foreignKey(), (begins ? before.again() : before).plus(step.repaired()));
    boolean changed = cursor.changed() || step.repaired().changedSomething();
    boolean more = !step.next().isEmpty();
    int next = more ? cursor.foreignKey() : cursor.foreignKey() + 1;
    if (cursor.orphansDone() || next < foreignKeys) {
      return new Cursor(cursor.orphansDone(), next, step.next(), changed, repaired);
    }
    return changed ? new Cursor(false, 0, List.of(), false, repaired) : new Cursor(true, 0, List.of(), false, repaired);
  }

  private static long rows(Connection connection, TablePair table) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table.sql())) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
