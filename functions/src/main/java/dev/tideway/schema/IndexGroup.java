package dev.tideway.schema;

import dev.tideway.json.Sha256;
import dev.tideway.model.TableId;
import dev.tideway.schema.SchemaPlan.PlannedIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Indexes of one table that one ALTER builds: all that are not unique together, each unique one alone, since a failing one rolls
 * back all of its statement.
 */
record IndexGroup(TableId table, List<PlannedIndex> indexes) {
  private static final int HASH_DIGITS = 24;

  /** The groups of a table's missing indexes; unique ones first, since they can fail. */
  static List<IndexGroup> of(TableId table, List<PlannedIndex> missing) {
    List<IndexGroup> groups = new ArrayList<>();
    missing.stream().filter(PlannedIndex::unique).forEach(i -> groups.add(new IndexGroup(table, List.of(i))));
    List<PlannedIndex> plain = missing.stream().filter(i -> !i.unique()).toList();
    if (!plain.isEmpty()) {
      groups.add(new IndexGroup(table, plain));
    }
    return groups;
  }

  /** What names the table in a marker: a digest, because a name may hold the end of a comment. */
  static String hash(TableId table) {
    return digest(table.schema() + "\0" + table.table());
  }

  /** What names the group in a marker. */
  String hash() {
    return digest(indexes.stream().map(PlannedIndex::name).collect(Collectors.joining("\0")));
  }

  List<String> names() {
    return indexes.stream().map(PlannedIndex::name).toList();
  }

  /** Whether it is a unique index, which stands alone in its group. */
  boolean unique() {
    return indexes.getFirst().unique();
  }

  /** The statement with its marker, by which its job is found again. */
  String sql(IndexMarker marker) {
    return Ddl.alter(table, "/* " + marker.text() + " */ " + indexes.stream().map(PlannedIndex::clause).collect(Collectors.joining(", ")));
  }

  private static String digest(String text) {
    return Sha256.hex(text).substring(0, HASH_DIGITS);
  }
}
