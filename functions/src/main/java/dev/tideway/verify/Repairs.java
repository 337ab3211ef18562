package dev.tideway.verify;

import dev.tideway.dms.ReloadList;
import dev.tideway.model.Inventory;
import dev.tideway.model.TableId;
import dev.tideway.run.Migration;
import dev.tideway.run.Workspace;
import dev.tideway.verify.VerificationResult.TableResult;
import dev.tideway.verify.VerificationResult.Verdict;
import java.util.List;

/** Decides what a repair of a round's mismatches contains. */
public final class Repairs {
  private final Workspace files;
  private final Inventory inventory;

  public Repairs(Workspace files, Inventory inventory) {
    this.files = files;
    this.inventory = inventory;
  }

  /** What the state machine may do next. */
  enum Offer {
    /** Nothing: the request wants no repair, or no row needs one. */
    none,
    /** The tables can be loaded again through DMS. */
    reload,
    /** The rows can be written to the target. */
    sql,
    /**
     * The rows belong to tables that cascades change without binlog events, and there are no writes any more. Writing the rows to the
     * target is part of the cutover.
     */
    cascades,
    /** More rows differ than are listed by key, so statements would not fix all of them. */
    tooMany
  }

  /**
   * What is offered.
   *
   * @param offer the kind of repair
   * @param tables number of tables
   * @param rows number of rows
   * @param statements number of statements, for {@code sql}
   * @param plan S3 key of the plan; empty if nothing is offered
   */
  public record Offered(Offer offer, int tables, long rows, long statements, String plan) {
    static final Offered NOTHING = new Offered(Offer.none, 0, 0, 0, "");
  }

  public Offered plan(VerificationResult result, Migration.Repair asked) {
    List<TableResult> wrong = result.tables().stream().filter(table -> table.mismatches() > 0 && !table.accepted()).toList();
    boolean cascades = result.round().equals(Rounds.FINAL) && result.busy() == 0 && wrong.stream().allMatch(this::cascades);
    Migration.Repair way = cascades ? Migration.Repair.sql : Rounds.last(result.round()) ? Migration.Repair.none : asked;
    if (way == Migration.Repair.none || result.verdict() != Verdict.different || wrong.isEmpty()) {
      return Offered.NOTHING;
    }
    List<TableId> tables = wrong.stream().map(TableResult::table).toList();
    long rows = wrong.stream().mapToLong(TableResult::mismatches).sum();
    RepairRows listed = new RepairRows(files, result.round(), tables);
    if (way == Migration.Repair.sql && listed.copies() != rows) {
      return new Offered(Offer.tooMany, tables.size(), rows, 0, "");
    }
    long statements = way == Migration.Repair.sql ? listed.statements() : 0;
    RepairPlan plan = new RepairPlan(result.round(), way, tables, rows, statements, result.repairs());
    files.write(RepairPlan.file(result.round()), plan);
    if (way == Migration.Repair.reload) {
      files.write(ReloadList.file(result.round()), new ReloadList(tables));
    }
    Offer offer = cascades ? Offer.cascades : way == Migration.Repair.sql ? Offer.sql : Offer.reload;
    return new Offered(offer, tables.size(), rows, statements, files.key(RepairPlan.file(result.round())));
  }

  private boolean cascades(TableResult table) {
    return !inventory.source().cascadesInBinlog() && Cascading.of(inventory.table(table.table())).possible();
  }
}
