package dev.tideway.model.rows;

import dev.tideway.jdbc.Sql;
import dev.tideway.model.Side;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What tells rows apart. Values of a key travel as {@link ColumnPair#identity} texts, in the key's order.
 *
 * @param columns in the key's order
 * @param ranges whether ranges over it hold the same rows on both sides
 */
public record RowKey(List<ColumnPair> columns, boolean ranges) {
  /** A condition that holds for every row. */
  public static final String ALL = "TRUE";

  /** Names of its columns. */
  public List<String> names() {
    return columns.stream().map(ColumnPair::name).toList();
  }

  /** Whether a server orders its values as it compares them with {@code <}; ENUM and SET are ordered by number and compared as text. */
  public boolean sortable() {
    return columns.stream().noneMatch(column -> column.kind() == ColumnPair.Kind.choice || column.kind() == ColumnPair.Kind.floating);
  }

  /** The expressions that read it, with commas. */
  public String identities(Side side) {
    return columns.stream().map(column -> column.identity(side)).collect(Collectors.joining(", "));
  }

  /** The quoted columns with commas, for ORDER BY. */
  public String order() {
    return columns.stream().map(ColumnPair::sql).collect(Collectors.joining(", "));
  }

  /**
   * Rows above {@code lower} and up to {@code upper}. A bound may name only the key's first columns: it then means all rows that begin
   * so. An empty list is an open end. Written as comparisons of columns, since row constructors make MySQL and MariaDB read the whole
   * table; where both bounds begin alike, that part is an equality, which lets TiDB use the later columns too.
   */
  public String range(List<String> lower, List<String> upper) {
    if (lower.isEmpty() && upper.isEmpty()) {
      return ALL;
    }
    if (lower.isEmpty()) {
      return upTo(upper, 0);
    }
    int same = 0;
    while (same < lower.size() - 1 && same < upper.size() && lower.get(same).equals(upper.get(same))) {
      same++;
    }
    if (upper.isEmpty()) {
      return above(lower, 0);
    }
    List<String> conditions = new ArrayList<>();
    if (same > 0) {
      conditions.add(begins(lower.subList(0, same)));
    }
    conditions.add(above(lower, same));
    if (same < upper.size()) {
      conditions.add(upTo(upper, same));
    }
    return String.join(" AND ", conditions);
  }

  /** Rows whose key begins with these values. */
  public String begins(List<String> values) {
    return values.isEmpty()
        ? ALL
        : IntStream.range(0, values.size()).mapToObj(i -> columns.get(i).sql() + " = " + columns.get(i).literal(values.get(i))).collect(Collectors.joining(" AND "));
  }

  /** Rows whose key is one of these (under a lenient collation perhaps more: compare what comes back). */
  public String in(Side side, Collection<List<String>> keys) {
    if (columns.size() == 1 && columns.getFirst().kind() != ColumnPair.Kind.floating) {
      ColumnPair column = columns.getFirst();
      return column.sql() + " IN (" + keys.stream().map(key -> column.sought(side, key.getFirst())).collect(Collectors.joining(",")) + ")";
    }
    return keys.stream().map(key -> is(side, key)).collect(Collectors.joining(" OR ", "(", ")"));
  }

  /** The one row of the target with exactly that key: its collation may call other keys equal; bytes do not. */
  public String exactly(List<String> key) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      ColumnPair column = columns.get(i);
      parts.add(column.is(Side.target, key.get(i)));
      if (column.kind() == ColumnPair.Kind.text || column.kind() == ColumnPair.Kind.longText) {
        parts.add("HEX(" + column.exact(Side.target) + ") = HEX(" + Sql.text(key.get(i)) + ")");
      }
    }
    return String.join(" AND ", parts);
  }

  private String is(Side side, List<String> key) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      parts.add(columns.get(i).is(side, key.get(i)));
    }
    return parts.stream().collect(Collectors.joining(" AND ", "(", ")"));
  }

  private String above(List<String> bound, int from) {
    return compare(bound, from, ">", ">");
  }

  private String upTo(List<String> bound, int from) {
    return compare(bound, from, "<", "<=");
  }

  private String compare(List<String> bound, int from, String strict, String last) {
    String column = columns.get(from).sql();
    String value = columns.get(from).literal(bound.get(from));
    if (from == bound.size() - 1) {
      return column + " " + last + " " + value;
    }
    // the first comparison is implied by the rest; servers only find their range through it
    return column + " " + strict + "= " + value + " AND (" + column + " " + strict + " " + value + " OR (" + column + " = " + value + " AND "
        + compare(bound, from + 1, strict, last) + "))";
  }
}
