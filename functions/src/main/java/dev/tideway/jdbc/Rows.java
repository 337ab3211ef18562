package dev.tideway.jdbc;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Runs queries and reads their rows by column name. A column may exist only on some servers. */
public final class Rows {
  private Rows() {}

  /** Processes each row. */
  @FunctionalInterface
  public interface Reader {
    /** Processes one row. The row is valid only during the call. */
    void read(Row row) throws SQLException;
  }

  /** The current row of a result. */
  public static final class Row {
    private final Cells cells;

    private Row(Cells cells) {
      this.cells = cells;
    }

    /** A row with recorded values of a server, by column name. */
    public static Row recorded(Map<String, String> values) {
      List<String> inOrder = new ArrayList<>(values.values());
      Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      byName.putAll(values);
      return new Row(
          new Cells() {
            @Override
            public Optional<String> named(String column) {
              return Optional.ofNullable(byName.get(column));
            }

            @Override
            public Optional<String> at(int position) {
              return Optional.ofNullable(inOrder.get(position - 1));
            }
          });
    }

    /** The column's text. SQL NULL gives the empty text. */
    public String text(String column) throws SQLException {
      return optional(column).orElse("");
    }

    /** The column's text, or empty if it is NULL or this server's table has no such column. */
    public Optional<String> optional(String column) throws SQLException {
      return cells.named(column);
    }

    /** The column's number. NULL gives 0. */
    public long number(String column) throws SQLException {
      return optional(column).map(Rows::whole).orElse(0L);
    }

    /** The text of the column at that position, counted from 1; empty if it is NULL. */
    public Optional<String> at(int position) throws SQLException {
      return cells.at(position);
    }
  }

  /** The values of a row. */
  private interface Cells {
    Optional<String> named(String column) throws SQLException;

    Optional<String> at(int position) throws SQLException;
  }

  /** A result's current row. */
  private record ResultCells(ResultSet result, Set<String> labels) implements Cells {
    @Override
    public Optional<String> named(String column) throws SQLException {
      return labels.contains(column.toUpperCase(Locale.ROOT)) ? Optional.ofNullable(result.getString(column)) : Optional.empty();
    }

    @Override
    public Optional<String> at(int position) throws SQLException {
      return Optional.ofNullable(result.getString(position));
    }
  }

  /** SQL sums are decimals. A statistic beyond the range of long is replaced by the limit of long. */
  private static long whole(String number) {
    BigDecimal value = new BigDecimal(number.strip());
    return value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0 ? Long.MAX_VALUE : value.longValue();
  }

  /**
   * Runs a query and passes each row to the reader.
   *
   * @param parameters values of the question marks
   */
  public static void each(Connection connection, String sql, List<String> parameters, Reader reader) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setString(i + 1, parameters.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        Row row = new Row(new ResultCells(result, labels(result.getMetaData())));
        while (result.next()) {
          reader.read(row);
        }
      }
    }
  }

  /** The first column of the first row, or empty if there is no row or it is NULL. */
  public static Optional<String> first(Connection connection, String sql, String... parameters) throws SQLException {
    String[] found = new String[1];
    boolean[] seen = new boolean[1];
    each(
        connection,
        sql,
        List.of(parameters),
        row -> {
          if (!seen[0]) {
            seen[0] = true;
            found[0] = row.at(1).orElse(null);
          }
        });
    return Optional.ofNullable(found[0]);
  }

  private static Set<String> labels(ResultSetMetaData meta) throws SQLException {
    Set<String> labels = new HashSet<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      labels.add(meta.getColumnLabel(i).toUpperCase(Locale.ROOT));
    }
    return labels;
  }
}
