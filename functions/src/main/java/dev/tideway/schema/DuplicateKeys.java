package dev.tideway.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Sql;
import dev.tideway.model.Index;
import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The keys that prevent building a unique index. Keys are row values, so they are written only to {@code duplicates.json} and never to a notification.
 *
 * @param table the table
 * @param index the index
 * @param keys the first duplicate keys
 */
public record DuplicateKeys(TableId table, String index, List<Key> keys) {
  /** The file that holds it. */
  public static final Artifact<List<DuplicateKeys>> FILE = new Artifact<>("duplicates.json", new TypeReference<>() {});

  static final int LIMIT = 50;

  /**
   * One key.
   *
   * @param values values of the index's parts, in order, as the target prints them
   * @param rows how many rows have it
   */
  record Key(List<String> values, long rows) {}

  /**
   * Reads the keys from the target.
   *
   * @param limit the target ends the query after that time: without the index it must read the whole table
   */
  static DuplicateKeys read(Connection target, TableId table, Index index, Duration limit) throws SQLException {
    List<String> parts = index.parts().stream().map(DuplicateKeys::part).toList();
    String names = IntStream.range(0, parts.size()).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
    String selected = IntStream.range(0, parts.size()).mapToObj(i -> parts.get(i) + " AS k" + i).collect(Collectors.joining(", "));
    String whole = IntStream.range(0, parts.size()).mapToObj(i -> "k" + i + " IS NOT NULL").collect(Collectors.joining(" AND "));
    List<Key> keys = new ArrayList<>();
    Rows.each(
        target,
        "SELECT /*+ MAX_EXECUTION_TIME(" + Math.max(1, limit.toMillis()) + ") */ " + names + ", COUNT(*) AS c FROM (SELECT " + selected + " FROM "
            + Sql.name(table.schema(), table.table()) + ") k WHERE " + whole + " GROUP BY " + names + " HAVING COUNT(*) > 1 LIMIT " + LIMIT,
        List.of(),
        row -> {
          List<String> values = new ArrayList<>();
          for (int i = 0; i < parts.size(); i++) {
            values.add(row.text("k" + i));
          }
          keys.add(new Key(List.copyOf(values), row.number("c")));
        });
    return new DuplicateKeys(table, index.name(), List.copyOf(keys));
  }

  /** The expression whose value the index holds. */
  static String part(Index.Part part) {
    return part.expression()
        .map(e -> "(" + e + ")")
        .orElseGet(
            () -> {
              String column = Sql.name(part.column().orElseThrow());
              return part.prefix().map(p -> "LEFT(" + column + ", " + p + ")").orElse(column);
            });
  }

  /** One line for people, without the keys. */
  String line() {
    if (keys.isEmpty()) {
      return "no key is duplicated any more";
    }
    long rows = keys.stream().mapToLong(Key::rows).sum();
    return (keys.size() < LIMIT ? "" : "at least ") + keys.size() + " keys are on more than one row (" + rows + " rows); they are in " + FILE.name();
  }
}
