package dev.tideway.schema;

import dev.tideway.json.Sha256;
import dev.tideway.model.TableId;
import dev.tideway.schema.SchemaPlan.PlannedIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Indexes of one table that one ALTER builds. All indexes that are not unique are built together. Each unique index is built alone, because a failing index
 * rolls back its whole statement.
 */
record IndexGroup(TableId table, List<PlannedIndex> indexes) {
  private static final int HASH_DIGITS = 24;

  /** The groups of a table's missing indexes. Unique ones are first, because they can fail. */
  static List<IndexGroup> of(TableId table, List<PlannedIndex> missing) {
    List<IndexGroup> groups = new ArrayList<>();
    missing.stream().filter(PlannedIndex::unique).forEach(i -> groups.add(new IndexGroup(table, List.of(i))));
    List<PlannedIndex> plain = missing.stream().filter(i -> !i.unique()).toList();
    if (!plain.isEmpty()) {
      groups.add(new IndexGroup(table, plain));
    }
    return groups;
  }

  /** The table in a marker. It is a digest, because a name may contain the end of a comment. */
  static String hash(TableId table) {
    return digest(table.schema() + "\0" + table.table());
  }

  /** The group in a marker. */
  String hash() {
    return digest(indexes.stream().map(PlannedIndex::name).collect(Collectors.joining("\0")));
  }

  List<String> names() {
    return indexes.stream().map(PlannedIndex::name).toList();
  }

  /** Whether it is a unique index, which is alone in its group. */
  boolean unique() {
    return indexes.getFirst().unique();
  }

  /** The statement with its marker. The marker is used to find the statement's job again. */
  String sql(Marker marker) {
    return Ddl.alter(table, "/* " + marker.text() + " */ " + indexes.stream().map(PlannedIndex::clause).collect(Collectors.joining(", ")));
  }

  private static String digest(String text) {
    return Sha256.hex(text).substring(0, HASH_DIGITS);
  }

  /**
   * The comment in an index statement. TiDB stores a job's text with its comments. So a later call finds the job without knowing its number and without SUPER.
   *
   * @param migration the migration's name
   * @param fence the lock's fence under which the statement was issued
   * @param attempt whether it was issued before replication or after it had caught up
   * @param table digest of the table
   * @param group digest of the indexes
   */
  record Marker(String migration, long fence, IndexAttempt attempt, String table, String group) {
    private static final Pattern TEXT = Pattern.compile("tideway ([A-Za-z0-9-]+) (\\d+) (\\w+) ([0-9a-f]{24}) ([0-9a-f]{24})");

    static String prefix(String migration) {
      return "tideway " + migration + " ";
    }

    String text() {
      return prefix(migration) + fence + " " + attempt + " " + table + " " + group;
    }

    /** The marker in a statement. */
    static Optional<Marker> in(String sql) {
      Matcher matcher = TEXT.matcher(sql);
      return matcher.find()
          ? Optional.of(
              new Marker(
                  matcher.group(1), Long.parseLong(matcher.group(2)), IndexAttempt.valueOf(matcher.group(3)), matcher.group(4), matcher.group(5)))
          : Optional.empty();
    }
  }
}
