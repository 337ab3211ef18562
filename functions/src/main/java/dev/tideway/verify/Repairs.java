package dev.tideway.verify;

import dev.tideway.dms.ReloadList;
import dev.tideway.model.Inventory;
import dev.tideway.model.TableId;
import dev.tideway.run.Migration;
import dev.tideway.run.Workspace;
import dev.tideway.verify.Mismatch.Cascading;
import dev.tideway.verify.Rounds.Outcome;
import dev.tideway.verify.VerificationResult.TableResult;
import dev.tideway.verify.VerificationResult.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
    Listed listed = new Listed(files, result.round(), tables);
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

  /** The mismatches of some tables that a round has listed by key, batch by batch. */
  static final class Listed {
    private final Workspace files;
    private final String round;
    private final Set<TableId> tables;

    Listed(Workspace files, String round, Collection<TableId> tables) {
      this.files = files;
      this.round = round;
      this.tables = Set.copyOf(tables);
    }

    int batches() {
      return files.read(Rounds.plan(round)).batches();
    }

    Map<TableId, List<Mismatch>> of(int batch) {
      return files.read(Rounds.result(round, batch)).outcomes().stream()
          .map(Outcome::listed)
          .flatMap(List::stream)
          .filter(mismatch -> tables.contains(mismatch.table()))
          .collect(Collectors.groupingBy(Mismatch::table, TreeMap::new, Collectors.toList()));
    }

    /** The number of rows. */
    long copies() {
      return sum(Mismatch::copies);
    }

    /** How many statements the repair needs: a changed row is deleted and inserted, copies are inserted one by one. */
    long statements() {
      return sum(mismatch -> switch (mismatch.kind()) {
        case missing -> mismatch.copies();
        case extra -> 1;
        case changed -> 2;
      });
    }

    private long sum(ToLongFunction<Mismatch> each) {
      return IntStream.range(0, batches()).mapToLong(batch -> of(batch).values().stream().flatMap(List::stream).mapToLong(each).sum()).sum();
    }
  }
}
