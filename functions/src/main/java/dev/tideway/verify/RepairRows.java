package dev.tideway.verify;

import dev.tideway.model.TableId;
import dev.tideway.run.Workspace;
import dev.tideway.verify.Rounds.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The mismatches of some tables that a round has listed by key, batch by batch. */
final class RepairRows {
  private final Workspace files;
  private final String round;
  private final Set<TableId> tables;

  RepairRows(Workspace files, String round, Collection<TableId> tables) {
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
