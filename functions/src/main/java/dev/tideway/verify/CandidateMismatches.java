package dev.tideway.verify;

import dev.tideway.verify.DatabasePair.PerSide;
import dev.tideway.verify.Mismatch.Cascading;
import dev.tideway.verify.PairedRows.Row;
import dev.tideway.verify.PairedRows.RowFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rows of one chunk that differed when they were read. A row that agrees later was only late. A row that stays the same on both sides for
 * two lag intervals and still differs is a mismatch. A row that keeps changing is busy, and is not read again. A difference that a cascade
 * explains is never a mismatch, so one more unchanged read is enough for it.
 */
final class CandidateMismatches {
  /** Maximum number of rows that are compared one by one. A chunk with more differences needs another load, not a longer list. */
  static final int LIMIT = 10_000;

  private static final int KEYS_PER_QUERY = 200;
  private static final int READ_AT_ONCE = 4_000;
  private static final int ROWS_PER_BUCKET = 500;
  private static final int MOST_BUCKETS = 65_536;

  private final PairedRows reader;
  private final int chunkRows;
  private final int unchangedReads;
  private final int changes;
  private final Cascading cascading;
  private final Map<List<String>, Observation> pending = new LinkedHashMap<>();
  private final Map<List<String>, Observation> confirmed = new LinkedHashMap<>();
  private RowFilter condition = RowFilter.ALL;
  private long busy;
  private boolean overflowed;
  private boolean rounded;

  CandidateMismatches(PairedRows reader, int chunkRows, RecheckPolicy policy, Cascading cascading) {
    this.cascading = cascading;
    this.reader = reader;
    this.chunkRows = chunkRows;
    this.unchangedReads = policy.unchangedReads();
    this.changes = policy.changes();
  }

  /** What both sides held, how many reads found it unchanged, and how many reads found a change. */
  record Observation(Optional<Row> source, Optional<Row> target, int unchanged, int changed) {
    static Observation first(Optional<Row> source, Optional<Row> target) {
      return new Observation(source, target, 0, 0);
    }

    boolean agrees() {
      return source.isEmpty() ? target.isEmpty() : target.isPresent() && source.get().same(target.get());
    }

    boolean rounded() {
      return target.filter(Row::rounded).isPresent();
    }

    boolean still(PerSide<Map<List<String>, Row>> now, List<String> key) {
      return source.equals(Optional.ofNullable(now.source().get(key))) && target.equals(Optional.ofNullable(now.target().get(key)));
    }

    Observation next(Optional<Row> sourceNow, Optional<Row> targetNow) {
      boolean same = source.equals(sourceNow) && target.equals(targetNow);
      return new Observation(sourceNow, targetNow, same ? unchanged + 1 : 0, same ? changed : changed + 1);
    }
  }

  /**
   * Keeps the rows that differ. It first compares buckets of rows and then reads only the rows of unequal buckets. So memory and the number
   * of transferred rows stay bounded, however large the chunk is.
   */
  void gather(RowFilter where, long rows) {
    condition = where;
    if (rows <= READ_AT_ONCE) {
      keep(reader.rows(condition));
      return;
    }
    long buckets = Math.min(MOST_BUCKETS, rows / ROWS_PER_BUCKET + 1);
    PerSide<Map<Long, Digest>> digests = reader.buckets(condition, buckets);
    Set<Long> wrong = new TreeSet<>(digests.source().keySet());
    wrong.addAll(digests.target().keySet());
    wrong.removeIf(bucket -> of(digests.source(), bucket).equals(of(digests.target(), bucket)));
    List<Long> group = new ArrayList<>();
    long grouped = 0;
    for (long bucket : wrong) {
      long size = Math.max(of(digests.source(), bucket).rows(), of(digests.target(), bucket).rows());
      if (!group.isEmpty() && grouped + size > Math.max(READ_AT_ONCE, chunkRows / 2)) {
        keep(reader.rows(condition, buckets, group));
        group.clear();
        grouped = 0;
      }
      if (overflowed) {
        return;
      }
      group.add(bucket);
      grouped += size;
    }
    if (!group.isEmpty()) {
      keep(reader.rows(condition, buckets, group));
    }
  }

  private static Digest of(Map<Long, Digest> digests, long bucket) {
    return digests.getOrDefault(bucket, Digest.NONE);
  }

  boolean undecided() {
    return !pending.isEmpty();
  }

  boolean overflowed() {
    return overflowed;
  }

  /** Whether some rows agree only in the digits that their types promise. */
  boolean rounded() {
    return rounded;
  }

  Set<List<String>> confirmed() {
    return confirmed.keySet();
  }

  long busy() {
    return busy + pending.size();
  }

  /** Reads every undecided row once more. */
  void observe() {
    // without a key every read scans the whole table, so all rows are read at once
    int size = reader.table().key().isPresent() ? KEYS_PER_QUERY : LIMIT;
    for (List<List<String>> keys : parts(List.copyOf(pending.keySet()), size)) {
      PerSide<Map<List<String>, Row>> now = reader.find(condition, keys);
      Map<List<String>, Observation> differing = new LinkedHashMap<>();
      for (List<String> key : keys) {
        Observation seen = pending.remove(key).next(Optional.ofNullable(now.source().get(key)), Optional.ofNullable(now.target().get(key)));
        if (seen.agrees()) {
          rounded |= seen.rounded();
        } else {
          differing.put(key, seen);
        }
      }
      Set<List<String>> explained = explained(differing);
      differing.forEach((key, seen) -> {
        if (seen.unchanged() >= unchangedReads || explained.contains(key)) {
          confirmed.put(key, seen);
        } else if (seen.changed() >= changes) {
          busy++;
        } else {
          pending.put(key, seen);
        }
      });
    }
  }

  /** The rows that were unchanged at this read and whose difference a cascade explains. */
  private Set<List<String>> explained(Map<List<String>, Observation> differing) {
    if (!cascading.possible() || reader.table().key().isEmpty()) {
      return Set.of();
    }
    Map<List<String>, Mismatch.Kind> kinds = new HashMap<>();
    // checked once: a row that was not explained at its first read stays unexplained until it changes
    differing.entrySet().stream().filter(each -> each.getValue().unchanged() == 1).forEach(each -> kinds.put(each.getKey(), kind(each.getValue())));
    List<List<String>> changed = kinds.keySet().stream().filter(key -> kinds.get(key) == Mismatch.Kind.changed).toList();
    return explained(kinds, cascading.columns().isEmpty() || changed.isEmpty() ? Map.of() : reader.differences(changed));
  }

  private Set<List<String>> explained(Map<List<String>, Mismatch.Kind> kinds, Map<List<String>, List<String>> columns) {
    Set<List<String>> explained = new HashSet<>();
    List<List<String>> open = new ArrayList<>();
    kinds.forEach((key, kind) -> {
      if (cascading.explains(kind, columns.getOrDefault(key, List.of()))) {
        explained.add(key);
      } else if (kind != Mismatch.Kind.extra && reader.table().key().isPresent()) {
        open.add(key);
      }
    });
    parts(open, KEYS_PER_QUERY).forEach(keys -> explained.addAll(reader.uniqueKeyConflicts(keys)));
    return explained;
  }

  /**
   * The remaining differences.
   *
   * @param mismatches rows that differ and that no cascade explains
   * @param cascaded how many rows a cascade explains
   */
  record Remaining(List<Mismatch> mismatches, int cascaded) {}

  /**
   * Returns the rows that differ for good. The columns of a changed row decide whether a cascade explains it, so the columns of all these
   * rows are compared.
   */
  Remaining remaining() {
    List<Mismatch> named = named(cascading.possible() ? LIMIT : VerificationResult.LISTED);
    if (!cascading.possible()) {
      return new Remaining(named, 0);
    }
    Map<List<String>, Mismatch.Kind> kinds = new HashMap<>();
    Map<List<String>, List<String>> columns = new HashMap<>();
    for (Mismatch mismatch : named) {
      List<String> key = List.copyOf(mismatch.key().values());
      kinds.put(key, mismatch.kind());
      columns.put(key, mismatch.columns());
    }
    Set<List<String>> explained = explained(kinds, columns);
    kinds.keySet().removeAll(explained);
    if (!kinds.isEmpty() && refusals(kinds)) {
      explained.addAll(kinds.keySet());
    }
    return new Remaining(named.stream().filter(mismatch -> !explained.contains(List.copyOf(mismatch.key().values()))).toList(), explained.size());
  }

  /**
   * Whether these rows collided with rows that a cascade has left on the target and have changed since, so that no row holds their values
   * any more. Only DMS has recorded that it could not apply their changes; one change counts as one row.
   */
  private boolean refusals(Map<List<String>, Mismatch.Kind> left) {
    return cascading.deletes()
        && UniqueKeyConflicts.possible(reader.table())
        && !left.containsValue(Mismatch.Kind.extra)
        && left.size() <= reader.refused();
  }

  /** The rows that differ, explained or not; lists the columns of up to that many changed rows. */
  private List<Mismatch> named(int namedAtMost) {
    Map<List<String>, List<String>> columns = new HashMap<>();
    if (reader.table().key().isPresent()) {
      List<List<String>> changed = confirmed.entrySet().stream()
          .filter(entry -> kind(entry.getValue()) == Mismatch.Kind.changed)
          .map(Map.Entry::getKey)
          .limit(namedAtMost)
          .toList();
      parts(changed, KEYS_PER_QUERY).forEach(keys -> columns.putAll(reader.differences(keys)));
      Set<List<String>> named = Set.copyOf(changed);
      for (List<List<String>> keys : parts(List.copyOf(confirmed.keySet()), KEYS_PER_QUERY)) {
        PerSide<Map<List<String>, Row>> now = reader.find(condition, keys);
        // a row that has changed since it was confirmed is undecided again: its listed columns would be those of a different difference, or
        // there are none
        keys.stream()
            .filter(key -> (named.contains(key) && columns.getOrDefault(key, List.of()).isEmpty()) || !confirmed.get(key).still(now, key))
            .toList()
            .forEach(key -> pending.put(key, confirmed.remove(key)));
      }
    }
    List<Mismatch> mismatches = new ArrayList<>();
    confirmed.forEach((key, seen) ->
        mismatches.add(new Mismatch(reader.table().table().id(), kind(seen), named(key), columns.getOrDefault(key, List.of()), copies(seen))));
    return mismatches;
  }

  private Map<String, String> named(List<String> key) {
    List<String> names = reader.table().key().map(found -> found.names()).orElse(List.of(Mismatch.ROW_DIGEST));
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), key.get(i));
    }
    return named;
  }

  private static Mismatch.Kind kind(Observation seen) {
    long more = seen.source().map(Row::copies).orElse(0L) - seen.target().map(Row::copies).orElse(0L);
    return more > 0 ? Mismatch.Kind.missing : more < 0 ? Mismatch.Kind.extra : Mismatch.Kind.changed;
  }

  private static long copies(Observation seen) {
    return Math.max(1, Math.abs(seen.source().map(Row::copies).orElse(0L) - seen.target().map(Row::copies).orElse(0L)));
  }

  private void keep(PerSide<Map<List<String>, Row>> rows) {
    rows.source().forEach((key, row) -> keep(key, Observation.first(Optional.of(row), Optional.ofNullable(rows.target().get(key)))));
    rows.target().forEach((key, row) -> {
      if (!rows.source().containsKey(key)) {
        keep(key, Observation.first(Optional.empty(), Optional.of(row)));
      }
    });
  }

  private void keep(List<String> key, Observation seen) {
    if (seen.agrees()) {
      rounded |= seen.rounded();
      return;
    }
    if (pending.size() >= LIMIT) {
      overflowed = true;
      return;
    }
    pending.put(key, seen);
  }

  private static List<List<List<String>>> parts(List<List<String>> keys, int size) {
    List<List<List<String>>> parts = new ArrayList<>();
    for (int i = 0; i < keys.size(); i += size) {
      parts.add(keys.subList(i, Math.min(keys.size(), i + size)));
    }
    return parts;
  }
}
