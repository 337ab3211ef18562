package dev.tideway.verify;

import dev.tideway.model.Column;
import dev.tideway.model.ColumnBuilder;
import dev.tideway.model.Index;
import dev.tideway.model.Table;
import dev.tideway.model.TableBuilder;
import dev.tideway.model.TableId;
import dev.tideway.model.rows.ColumnPair;
import dev.tideway.model.rows.RowKey;
import dev.tideway.model.rows.TablePair;
import dev.tideway.model.rows.TargetColumn;
import dev.tideway.verify.DatabasePair.PerSide;
import dev.tideway.verify.Mismatch.Cascading;
import dev.tideway.verify.PairedRows.Row;
import dev.tideway.verify.PairedRows.RowFilter;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CandidateMismatchesTest {
  private static final List<String> ONE = List.of("1");
  private static final RecheckPolicy POLICY = RecheckPolicy.every(List.of(), Duration.ofSeconds(1), 4);

  /** A table whose rows at each read are those that the test sets. */
  private static final class Scripted implements PairedRows {
    private final Deque<PerSide<Map<List<String>, Row>>> looks = new ArrayDeque<>();
    private final Map<List<String>, List<String>> differences = new HashMap<>();
    private final Set<List<String>> uniqueKeyConflicts = new HashSet<>();
    private final PerSide<Map<Long, Digest>> buckets;
    private final java.util.ArrayList<Collection<Long>> read = new java.util.ArrayList<>();

    Scripted() {
      this(new PerSide<>(Map.of(), Map.of()));
    }

    Scripted(PerSide<Map<Long, Digest>> buckets) {
      this.buckets = buckets;
    }

    Scripted look(Map<List<String>, Row> source, Map<List<String>, Row> target) {
      looks.add(new PerSide<>(source, target));
      return this;
    }

    @Override
    public TablePair table() {
      Column id = ColumnBuilder.builder().name("id").type("int").columnType("int").build();
      ColumnPair pair = new ColumnPair(id, new TargetColumn("id", "int", "int", Optional.empty(), Optional.empty(), false, false));
      Table table = TableBuilder.builder()
          .id(new TableId("s", "t"))
          .engine("InnoDB")
          .collation("utf8mb4_bin")
          .rows(1)
          .bytes(1)
          .columns(List.of(id))
          .indexes(List.of(new Index("PRIMARY", true, "BTREE", List.of(new Index.Part(Optional.of("id"), Optional.empty(), Optional.empty())))))
          .build();
      return new TablePair(table, List.of(pair), Optional.of(new RowKey(List.of(pair), true)));
    }

    @Override
    public PerSide<Map<Long, Digest>> buckets(RowFilter condition, long count) {
      return buckets;
    }

    @Override
    public PerSide<Map<List<String>, Row>> rows(RowFilter condition) {
      return looks.remove();
    }

    @Override
    public PerSide<Map<List<String>, Row>> rows(RowFilter condition, long count, Collection<Long> wanted) {
      read.add(List.copyOf(wanted));
      return looks.remove();
    }

    @Override
    public PerSide<Map<List<String>, Row>> find(RowFilter condition, Collection<List<String>> keys) {
      return looks.size() > 1 ? looks.remove() : looks.peek();
    }

    @Override
    public Map<List<String>, List<String>> differences(Collection<List<String>> keys) {
      return differences;
    }

    @Override
    public Set<List<String>> uniqueKeyConflicts(Collection<List<String>> keys) {
      return keys.stream().filter(uniqueKeyConflicts::contains).collect(Collectors.toSet());
    }

    @Override
    public long refused() {
      return 0;
    }
  }

  private static Row row(long value) {
    return new Row(1, BigInteger.valueOf(value), false);
  }

  private static CandidateMismatches watched(Scripted rows, int looks) {
    return watched(rows, looks, Cascading.nothing());
  }

  private static CandidateMismatches watched(Scripted rows, int looks, Cascading cascading) {
    CandidateMismatches candidates = new CandidateMismatches(rows, 1000, POLICY, cascading);
    candidates.gather(RowFilter.ALL, 10);
    for (int i = 0; i < looks; i++) {
      candidates.observe();
    }
    return candidates;
  }

  @Test
  void aRowThatStaysDifferentForTwoIntervalsIsAMismatchWithItsColumns() {
    assertThat(watched(different(), 0).confirmed()).isEmpty();
    assertThat(watched(different(), 1).confirmed()).isEmpty();
    Scripted twice = different();
    CandidateMismatches candidates = watched(twice, 2);
    assertThat(candidates.remaining().mismatches()).singleElement().satisfies(mismatch -> {
      assertThat(mismatch.kind()).isEqualTo(Mismatch.Kind.changed);
      assertThat(mismatch.columns()).containsExactly("a");
      assertThat(mismatch.key()).isEqualTo(Map.of("id", "1"));
    });
    assertThat(candidates.busy()).isZero();
  }

  private static Scripted different() {
    Scripted rows = new Scripted().look(Map.of(ONE, row(1)), Map.of(ONE, row(2))).look(Map.of(ONE, row(1)), Map.of(ONE, row(2)));
    rows.differences.put(ONE, List.of("a"));
    return rows;
  }

  @Test
  void aRowWhoseUniqueValueADifferentTargetRowHoldsIsExplainedOnlyWhereThereAreCascades() {
    Scripted rows = different();
    rows.uniqueKeyConflicts.add(ONE);
    CandidateMismatches explained = watched(rows, 1, new Cascading(true, Set.of()));
    assertThat(explained.undecided()).isFalse();
    assertThat(explained.remaining()).isEqualTo(new CandidateMismatches.Remaining(List.of(), 1));

    Scripted again = different();
    again.uniqueKeyConflicts.add(ONE);
    assertThat(watched(again, 2).remaining().mismatches()).hasSize(1);
  }

  @Test
  void aDifferenceThatACascadeExplainsIsReadOnlyOnceMore() {
    Scripted orphan = new Scripted().look(Map.of(), Map.of(ONE, row(1))).look(Map.of(), Map.of(ONE, row(1)));
    CandidateMismatches deleted = watched(orphan, 1, new Cascading(true, Set.of()));
    assertThat(deleted.undecided()).isFalse();
    assertThat(deleted.remaining()).isEqualTo(new CandidateMismatches.Remaining(List.of(), 1));

    CandidateMismatches emptied = watched(different(), 1, new Cascading(false, Set.of("a")));
    assertThat(emptied.undecided()).isFalse();
    assertThat(emptied.remaining()).isEqualTo(new CandidateMismatches.Remaining(List.of(), 1));
  }

  @Test
  void aDifferenceThatNoCascadeExplainsIsReadForTwoIntervalsInTheSameTable() {
    assertThat(watched(different(), 1, new Cascading(true, Set.of("b"))).undecided()).isTrue();
    Scripted missing = new Scripted().look(Map.of(ONE, row(1)), Map.of()).look(Map.of(ONE, row(1)), Map.of());
    assertThat(watched(missing, 1, new Cascading(true, Set.of("a"))).undecided()).isTrue();
    Scripted extra = new Scripted().look(Map.of(), Map.of(ONE, row(1))).look(Map.of(), Map.of(ONE, row(1)));
    assertThat(watched(extra, 1, new Cascading(false, Set.of("a"))).undecided()).isTrue();
  }

  @Test
  void aConfirmedRowThatAgreesWhenItsColumnsAreNamedWasOnlyBusy() {
    Scripted rows = different();
    CandidateMismatches candidates = watched(rows, 2);
    assertThat(candidates.confirmed()).containsExactly(ONE);
    // written again since the last read, and the change has arrived: both sides agree in every column
    rows.differences.put(ONE, List.of());
    assertThat(candidates.remaining().mismatches()).isEmpty();
    assertThat(candidates.busy()).isEqualTo(1);
    assertThat(candidates.confirmed()).isEmpty();
  }

  @Test
  void aConfirmedRowThatDoesNotExistWhenItsColumnsAreNamedWasOnlyBusy() {
    Scripted rows = different();
    rows.differences.clear();
    CandidateMismatches candidates = watched(rows, 2);
    assertThat(candidates.remaining().mismatches()).isEmpty();
    assertThat(candidates.busy()).isEqualTo(1);
  }

  @Test
  void aConfirmedRowThatIsWrittenWhileItsColumnsAreNamedIsBusy() {
    Scripted written = new Scripted();
    for (int i = 0; i < 3; i++) {
      written.look(Map.of(ONE, row(1)), Map.of(ONE, row(2)));
    }
    written.look(Map.of(ONE, row(3)), Map.of(ONE, row(2)));
    written.differences.put(ONE, List.of("a", "b"));
    CandidateMismatches candidates = watched(written, 2);
    assertThat(candidates.confirmed()).containsExactly(ONE);
    assertThat(candidates.remaining().mismatches()).isEmpty();
    assertThat(candidates.busy()).isEqualTo(1);
  }

  @Test
  void aRowThatKeepsChangingIsBusyAndALateRowIsNoMismatch() {
    Scripted changing = new Scripted();
    for (int i = 0; i < 6; i++) {
      changing.look(Map.of(ONE, row(i)), Map.of(ONE, row(i - 1)));
    }
    assertThat(watched(changing, 5).busy()).isEqualTo(1);
    assertThat(watched(new Scripted().look(Map.of(ONE, row(1)), Map.of()).look(Map.of(ONE, row(1)), Map.of(ONE, row(1))), 1).undecided()).isFalse();
  }

  @Test
  void aRowThatChangedOftenEnoughIsBusyAndIsNotReadAgain() {
    Scripted changing = new Scripted();
    for (int i = 0; i < 5; i++) {
      changing.look(Map.of(ONE, row(i)), Map.of(ONE, row(i - 1)));
    }
    CandidateMismatches candidates = watched(changing, 4);
    assertThat(candidates.undecided()).isFalse();
    assertThat(candidates.busy()).isEqualTo(1);
  }

  @Test
  void readsWithinOneIntervalDecideNothing() {
    CandidateMismatches candidates = new CandidateMismatches(different(), 1000, new RecheckPolicy(List.of(), Duration.ofSeconds(5), Duration.ofSeconds(1), 4), Cascading.nothing());
    candidates.gather(RowFilter.ALL, 10);
    for (int i = 0; i < 9; i++) {
      candidates.observe();
    }
    assertThat(candidates.confirmed()).isEmpty();
    candidates.observe();
    assertThat(candidates.confirmed()).containsExactly(ONE);
  }

  @Test
  void aMissingRowThatHasArrivedSinceItWasConfirmedIsNoMismatch() {
    Scripted late = new Scripted();
    for (int i = 0; i < 3; i++) {
      late.look(Map.of(ONE, row(1)), Map.of());
    }
    late.look(Map.of(ONE, row(1)), Map.of(ONE, row(1)));
    CandidateMismatches candidates = watched(late, 2);
    assertThat(candidates.confirmed()).containsExactly(ONE);
    assertThat(candidates.remaining().mismatches()).isEmpty();
    assertThat(candidates.busy()).isEqualTo(1);
  }

  @Test
  void readsOnlyTheRowsOfBucketsThatDiffer() {
    Map<Long, Digest> source = Map.of(0L, digest(10_000, 1), 1L, digest(10_000, 2), 2L, digest(1, 3));
    Map<Long, Digest> target = Map.of(0L, digest(10_000, 1), 1L, digest(9_999, 1), 3L, digest(1, 3));
    Scripted rows = new Scripted(new PerSide<>(source, target)).look(Map.of(ONE, row(1)), Map.of()).look(Map.of(), Map.of());
    CandidateMismatches candidates = new CandidateMismatches(rows, 1000, POLICY, Cascading.nothing());
    candidates.gather(RowFilter.ALL, 20_001);
    assertThat(rows.read).containsExactly(List.of(1L), List.of(2L, 3L));
    assertThat(candidates.undecided()).isTrue();
  }

  private static Digest digest(long rows, long sum) {
    return new Digest(rows, BigInteger.valueOf(sum), 0);
  }
}
