package dev.tideway.model;

import dev.tideway.jdbc.Rows.Row;
import dev.tideway.jdbc.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Combines the rows of information_schema.PARTITIONS. There is one row for each partition, or for each sub-partition. */
final class PartitionRows {
  static final String SQL =
      """
      SELECT TABLE_NAME, PARTITION_NAME, SUBPARTITION_NAME, PARTITION_METHOD, PARTITION_EXPRESSION, SUBPARTITION_METHOD,
      SUBPARTITION_EXPRESSION, PARTITION_DESCRIPTION, PARTITION_COMMENT FROM information_schema.PARTITIONS
      WHERE TABLE_SCHEMA = ? AND PARTITION_NAME IS NOT NULL
      ORDER BY TABLE_NAME, PARTITION_ORDINAL_POSITION, SUBPARTITION_ORDINAL_POSITION""";

  private final Map<String, Head> heads = new HashMap<>();
  private final Map<String, Map<String, Partitioning.Partition>> partitions = new HashMap<>();
  private final Map<String, Integer> rows = new HashMap<>();

  private record Head(String method, String expression, Optional<String> subMethod, String subExpression) {}

  void add(Row row) throws SQLException {
    String table = row.text("TABLE_NAME");
    heads.putIfAbsent(
        table,
        new Head(
            row.text("PARTITION_METHOD"), row.text("PARTITION_EXPRESSION"), row.optional("SUBPARTITION_METHOD").filter(m -> !m.isEmpty()),
            row.text("SUBPARTITION_EXPRESSION")));
    String name = row.text("PARTITION_NAME");
    partitions
        .computeIfAbsent(table, t -> new LinkedHashMap<>())
        .putIfAbsent(name, new Partitioning.Partition(name, row.optional("PARTITION_DESCRIPTION"), row.text("PARTITION_COMMENT")));
    rows.merge(table, 1, Integer::sum);
  }

  /** Tables partitioned by lists. */
  List<String> lists() {
    return heads.entrySet().stream().filter(h -> h.getValue().method().startsWith("LIST")).map(Map.Entry::getKey).sorted().toList();
  }

  /** Marks the partitions that take all other values according to a SHOW CREATE TABLE. */
  void defaults(String table, String statement) {
    partitions
        .get(table)
        .replaceAll(
            (name, p) ->
                statement.contains("PARTITION " + Sql.name(name) + " DEFAULT")
                    ? new Partitioning.Partition(name, Optional.of("DEFAULT"), p.comment())
                    : p);
  }

  Optional<Partitioning> of(String table) {
    return Optional.ofNullable(heads.get(table)).map(head -> partitioning(table, head));
  }

  private Partitioning partitioning(String table, Head head) {
    List<Partitioning.Partition> all = List.copyOf(partitions.get(table).values());
    boolean columns = byColumns(head.method());
    Optional<Partitioning.Sub> sub =
        head.subMethod()
            .map(
                method ->
                    new Partitioning.Sub(
                        method,
                        byColumns(method) ? "" : head.subExpression(),
                        byColumns(method) ? names(head.subExpression()) : List.of(),
                        rows.get(table) / all.size()));
    return new Partitioning(head.method(), columns ? "" : head.expression(), columns ? names(head.expression()) : List.of(), sub, all);
  }

  private static boolean byColumns(String method) {
    return method.endsWith("COLUMNS") || method.endsWith("KEY");
  }

  /** The names in a list such as {@code `a`,`b`}. MySQL 5.5 upgraded in place prints them without back-ticks. */
  static List<String> names(String list) {
    List<String> names = new ArrayList<>();
    int i = 0;
    while (i < list.length()) {
      char c = list.charAt(i);
      if (c == '`') {
        StringBuilder name = new StringBuilder();
        i++;
        while (i < list.length() && (list.charAt(i) != '`' || list.startsWith("``", i))) {
          if (list.charAt(i) == '`') {
            i++;
          }
          name.append(list.charAt(i));
          i++;
        }
        names.add(name.toString());
        i++;
      } else if (c == ',' || c == ' ') {
        i++;
      } else {
        int end = list.indexOf(',', i);
        names.add(list.substring(i, end < 0 ? list.length() : end).strip());
        i = end < 0 ? list.length() : end;
      }
    }
    return names;
  }
}
