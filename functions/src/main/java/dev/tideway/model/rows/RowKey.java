package dev.tideway.model.rows;

import dev.tideway.jdbc.Sql;
import dev.tideway.model.Side;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The key that distinguishes rows. Values of a key travel as {@link ColumnPair#identity} texts, in the key's order.
 *
 * @param columns in the key's order
 * @param ranges whether ranges over it contain the same rows on both sides
 */
public record RowKey(List<ColumnPair> columns, boolean ranges) {
  /** A condition that is true for every row. */
  public static final String ALL = "TRUE";

  /** Names of its columns. */
  public List<String> names() {
    return columns.stream().map(ColumnPair::name).toList();
  }

  /** Whether a server orders its values in the same way as it compares them with {@code <}. ENUM and SET are ordered by number and compared as text. */
  public boolean sortable() {
    return columns.stream().noneMatch(column -> column.kind() == ColumnPair.Kind.choice || column.kind() == ColumnPair.Kind.floating);
  }

  /** The expressions that read it, separated by commas. */
  public String identities(Side side) {
    return columns.stream().map(column -> column.identity(side)).collect(Collectors.joining(", "));
  }

  /** The quoted columns, separated by commas, for ORDER BY. */
  public String order() {
    return columns.stream().map(ColumnPair::sql).collect(Collectors.joining(", "));
  }

  /**
   * Rows above {@code lower} and up to {@code upper}. A bound may contain only the key's first columns: then it means all rows that begin with these
   * values. An empty list means no bound. The condition consists of comparisons of columns, because row constructors make MySQL and MariaDB read the whole
   * table. If both bounds begin with the same values, that part is an equality, which lets TiDB use the later columns too.
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

  /** Rows whose key is one of these. Under a lenient collation it may return more rows, so the caller must compare the result. */
  public String in(Side side, Collection<List<String>> keys) {
    if (columns.size() == 1 && columns.getFirst().kind() != ColumnPair.Kind.floating) {
      ColumnPair column = columns.getFirst();
      return column.sql() + " IN (" + keys.stream().map(key -> column.sought(side, key.getFirst())).collect(Collectors.joining(",")) + ")";
    }
    return keys.stream().map(key -> is(side, key)).collect(Collectors.joining(" OR ", "(", ")"));
  }

  /** The one row of the target with exactly that key. The target's collation may treat other keys as equal, so the bytes are compared. */
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
    // the rest implies the first comparison, but servers need it to find the range
    return column + " " + strict + "= " + value + " AND (" + column + " " + strict + " " + value + " OR (" + column + " = " + value + " AND "
        + compare(bound, from + 1, strict, last) + "))";
  }
}
