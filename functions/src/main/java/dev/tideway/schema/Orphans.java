package dev.tideway.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Sql;
import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import dev.tideway.schema.SchemaPlan.PlannedForeignKey;
import dev.tideway.schema.SchemaPlan.PlannedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Rows of one child table whose foreign key has no NULL and no parent on the target. While replication runs, some of them may only have arrived before their
 * parents.
 *
 * @param table the child table
 * @param foreignKey the foreign key
 * @param rows number of rows; empty if the target could not count them in time
 * @param columns the columns of the values in {@code keys}: the child's row key, or the foreign key's columns if the child has no row key
 * @param keys the first orphans
 */
public record Orphans(TableId table, String foreignKey, Optional<Long> rows, List<String> columns, List<List<String>> keys) {
  /** The file that holds them, one entry for each foreign key. */
  public static final Artifact<List<Orphans>> FILE = new Artifact<>("orphans.json", new TypeReference<>() {});

  private static final int NAMED = 50;
  private static final int QUERY_INTERRUPTED = 1317;
  private static final int MAX_TIME_EXCEEDED = 3024;

  /** Reads them from the target, for at most that long. */
  static Orphans read(Connection target, PlannedTable child, PlannedForeignKey key, Duration limit) throws SQLException {
    List<String> columns = child.key().isEmpty() ? key.columns() : child.key();
    String from = from(child.id(), key);
    String hint = "/*+ MAX_EXECUTION_TIME(" + Math.max(1, limit.toMillis()) + ") */ ";
    try {
      long rows = Rows.first(target, "SELECT " + hint + "COUNT(*)" + from).map(Long::parseLong).orElse(0L);
      List<List<String>> keys = new ArrayList<>();
      if (rows > 0) {
        String selected = columns.stream().map(c -> "c." + Sql.name(c)).collect(Collectors.joining(", "));
        Rows.each(target, "SELECT " + hint + selected + from + " LIMIT " + NAMED, List.of(), row -> keys.add(values(row, columns.size())));
      }
      return new Orphans(child.id(), key.name(), Optional.of(rows), columns, List.copyOf(keys));
    } catch (SQLException e) {
      if (e.getErrorCode() == MAX_TIME_EXCEEDED || e.getErrorCode() == QUERY_INTERRUPTED) {
        return new Orphans(child.id(), key.name(), Optional.empty(), columns, List.of());
      }
      throw e;
    }
  }

  /** {@code schema.table.key}. */
  public String object() {
    return table + "." + foreignKey;
  }

  private static List<String> values(Rows.Row row, int count) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      values.add(row.at(i).orElse("NULL"));
    }
    return List.copyOf(values);
  }

  private static String from(TableId child, PlannedForeignKey key) {
    StringBuilder equal = new StringBuilder();
    StringBuilder whole = new StringBuilder();
    for (int i = 0; i < key.columns().size(); i++) {
      String column = "c." + Sql.name(key.columns().get(i));
      equal.append(i == 0 ? "" : " AND ").append("p.").append(Sql.name(key.parentColumns().get(i))).append(" = ").append(column);
      whole.append(i == 0 ? "" : " AND ").append(column).append(" IS NOT NULL");
    }
    return " FROM " + Sql.name(child.schema(), child.table()) + " c WHERE " + whole + " AND NOT EXISTS (SELECT 1 FROM "
        + Sql.name(key.parent().schema(), key.parent().table()) + " p WHERE " + equal + ")";
  }
}
