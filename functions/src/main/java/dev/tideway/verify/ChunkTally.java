package dev.tideway.verify;

import dev.tideway.model.Column;
import dev.tideway.model.Inventory;
import dev.tideway.model.TableId;
import dev.tideway.model.rows.FloatingPoint;
import dev.tideway.verify.Rounds.Outcome;
import dev.tideway.verify.VerificationResult.Digests;
import dev.tideway.verify.VerificationResult.Statements;
import dev.tideway.verify.VerificationResult.TableResult;
import dev.tideway.verify.VerificationResult.Verdict;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Outcomes of chunks, added up by table. */
final class ChunkTally {
  private final Inventory inventory;
  private final Set<String> accepted;
  private final Map<TableId, TableResult> tables = new TreeMap<>();
  private final Map<TableId, Optional<Digest.Encoding>> forms = new HashMap<>();
  private final Map<String, Map<Digest.Encoding, Statements>> statements = new HashMap<>();
  private final List<Mismatch> mismatches = new ArrayList<>();

  ChunkTally(Inventory inventory, Set<String> accepted) {
    this.inventory = inventory;
    this.accepted = accepted;
  }

  void add(TableId table, Outcome outcome) {
    // digests of different forms give no sum that a user could reproduce
    forms.merge(table, Optional.of(outcome.form()), (known, now) -> known.equals(now) ? known : Optional.empty());
    tables.merge(table, one(table, outcome), ChunkTally::sum);
    outcome.listed().stream().limit(VerificationResult.LISTED - mismatches.size()).forEach(mismatches::add);
  }

  void statements(Map<String, Map<Digest.Encoding, Statements>> byTable) {
    statements.putAll(byTable);
  }

  List<TableResult> tables() {
    return tables.values().stream().map(this::withStatements).toList();
  }

  List<Mismatch> mismatches() {
    return List.copyOf(mismatches);
  }

  long busy() {
    return tables.values().stream().mapToLong(table -> table.found().busy()).sum();
  }

  /** Before the drain, the final round decides about a busy row. In the final round there are no writes, so a row that changes is not equal. */
  Verdict verdict(boolean finalRound) {
    if (finalRound && busy() > 0) {
      return Verdict.different;
    }
    List<TableResult> wrong = tables.values().stream().filter(table -> table.mismatches() > 0).toList();
    if (wrong.isEmpty()) {
      return Verdict.equal;
    }
    return wrong.stream().allMatch(TableResult::accepted) ? Verdict.accepted : Verdict.different;
  }

  private TableResult withStatements(TableResult table) {
    Optional<Statements> shown = forms.get(table.table()).flatMap(
        form -> Optional.ofNullable(statements.getOrDefault(table.table().toString(), Map.of()).get(form)));
    return table.with().digests(shown.isPresent() ? table.digests() : Optional.empty()).statements(shown).build();
  }

  private Map<String, Integer> decimals(TableId table) {
    Map<String, Integer> decimals = new TreeMap<>();
    for (Column column : inventory.table(table).columns()) {
      FloatingPoint.of(column).flatMap(FloatingPoint::decimals).ifPresent(d -> decimals.put(column.name(), d.scale()));
    }
    return decimals;
  }

  private TableResult one(TableId table, Outcome outcome) {
    return new TableResult(
        table,
        outcome.rows(),
        1,
        outcome.found(),
        decimals(table),
        accepted.contains(table.toString()),
        Optional.of(outcome.digests()),
        Optional.empty());
  }

  private static TableResult sum(TableResult a, TableResult b) {
    return a.with()
        .rows(a.rows() + b.rows())
        .chunks(a.chunks() + b.chunks())
        .found(a.found().plus(b.found()))
        .digests(Optional.of(sum(a.digests().orElseThrow(), b.digests().orElseThrow())))
        .build();
  }

  private static Digests sum(Digests a, Digests b) {
    return new Digests(
        new BigInteger(a.source()).add(new BigInteger(b.source())).toString(), new BigInteger(a.target()).add(new BigInteger(b.target())).toString());
  }
}
