package dev.tideway.local.servers;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares two databases row by row, in the simplest way: it reads every row of every table from both servers and compares the rows column
 * by column. It checks the result of a migration independently, so it shares no code with the migration's own verification.
 */
public final class RowComparator {
  private final DatabaseServer source;
  private final DatabaseServer target;

  /** A comparison of these two servers; both are read with the administrator's account. */
  public RowComparator(DatabaseServer source, DatabaseServer target) {
    this.source = source;
    this.target = target;
  }

  /**
   * The result.
   *
   * @param rows number of the source's rows that were compared
   * @param tables number of the source's tables
   * @param found number of differences, including those beyond the limit
   * @param differences the first differences
   */
  public record Report(long rows, int tables, long found, List<LocalDifference> differences) {
    /** Whether both sides hold the same rows. */
    public boolean same() {
      return found == 0;
    }
  }

  /**
   * Compares every base table of the schemas. There should be no writes meanwhile: a row that has not arrived yet is a difference.
   *
   * @param limit maximum number of differences to list
   */
  public Report compare(List<String> schemas, int limit) throws SQLException {
    try (Connection left = source.connect(source.admin()); Connection right = target.connect(target.admin())) {
      Run run = new Run(limit);
      int tables = 0;
      for (String schema : schemas) {
        Map<String, TableShape> there = new Catalogue(right, target.flavour()).tables(schema).stream()
            .collect(Collectors.toMap(TableShape::name, table -> table));
        for (TableShape table : new Catalogue(left, source.flavour()).tables(schema)) {
          tables++;
          Optional<TableShape> copy = Optional.ofNullable(there.get(table.name()));
          if (copy.isEmpty() || !columnNames(copy.get()).containsAll(columnNames(table))) {
            run.add(new LocalDifference(schema + "." + table.name(), LocalDifference.Kind.MISSING_TABLE, "", List.of()));
          } else {
            compare(left, right, Columns.of(table, copy.get()), run);
          }
        }
      }
      return new Report(run.rows, tables, run.found, List.copyOf(run.differences));
    }
  }

  private static List<String> columnNames(TableShape table) {
    return table.columns().stream().map(ColumnShape::name).toList();
  }

  private static void compare(Connection left, Connection right, Columns columns, Run run) throws SQLException {
    try (Statement leftStatement = streaming(left);
        Statement rightStatement = streaming(right);
        ResultSet leftRows = leftStatement.executeQuery(columns.select());
        ResultSet rightRows = rightStatement.executeQuery(columns.select())) {
      if (columns.keys().isEmpty()) {
        compareUnordered(leftRows, rightRows, columns, run);
      } else {
        compareOrdered(leftRows, rightRows, columns, run);
      }
    }
  }

  /** Reads rows one by one, whatever the table's size. */
  private static Statement streaming(Connection connection) throws SQLException {
    Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    statement.setFetchSize(Integer.MIN_VALUE);
    return statement;
  }

  private static void compareOrdered(ResultSet leftRows, ResultSet rightRows, Columns columns, Run run) throws SQLException {
    Optional<List<String>> left = columns.next(leftRows);
    Optional<List<String>> right = columns.next(rightRows);
    while (left.isPresent() || right.isPresent()) {
      int order = left.isEmpty() ? 1 : right.isEmpty() ? -1 : columns.compareKeys(left.get(), right.get());
      if (order < 0) {
        run.add(columns.difference(LocalDifference.Kind.MISSING_ROW, left.get(), List.of()));
      } else if (order > 0) {
        run.add(columns.difference(LocalDifference.Kind.EXTRA_ROW, right.get(), List.of()));
      } else if (!left.get().equals(right.get())) {
        run.add(columns.difference(LocalDifference.Kind.CHANGED_ROW, left.get(), columns.changed(left.get(), right.get())));
      }
      if (order <= 0) {
        run.rows++;
        left = columns.next(leftRows);
      }
      if (order >= 0) {
        right = columns.next(rightRows);
      }
    }
  }

  /** Without a key only the number of equal rows can be compared. */
  private static void compareUnordered(ResultSet leftRows, ResultSet rightRows, Columns columns, Run run) throws SQLException {
    Map<String, Long> surplus = new HashMap<>();
    for (Optional<List<String>> row = columns.next(leftRows); row.isPresent(); row = columns.next(leftRows)) {
      surplus.merge(fingerprint(row.get()), 1L, Long::sum);
      run.rows++;
    }
    for (Optional<List<String>> row = columns.next(rightRows); row.isPresent(); row = columns.next(rightRows)) {
      surplus.merge(fingerprint(row.get()), -1L, Long::sum);
    }
    surplus.forEach((fingerprint, count) -> {
      LocalDifference.Kind kind = count > 0 ? LocalDifference.Kind.MISSING_ROW : LocalDifference.Kind.EXTRA_ROW;
      for (long i = 0; i < Math.abs(count); i++) {
        run.add(new LocalDifference(columns.table(), kind, fingerprint, List.of()));
      }
    });
  }

  private static String fingerprint(List<String> row) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String value : row) {
        byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
        digest.update((value == null ? "null;" : bytes.length + ";").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The totals over all tables. */
  private static final class Run {
    private final int limit;
    private final List<LocalDifference> differences = new ArrayList<>();
    private long rows;
    private long found;

    Run(int limit) {
      this.limit = limit;
    }

    void add(LocalDifference difference) {
      found++;
      if (differences.size() < limit) {
        differences.add(difference);
      }
    }
  }

  /** How one table is read on both sides. */
  private record Columns(String table, String sqlName, List<String> names, List<CanonicalValue> values, List<Integer> keys) {
    static Columns of(TableShape table, TableShape copy) {
      List<String> names = columnNames(table);
      List<CanonicalValue> values =
          table.columns().stream().map(column -> CanonicalValue.of(column, copy.column(column.name()))).toList();
      List<Integer> keys = table.key().stream().map(names::indexOf).toList();
      return new Columns(table.schema() + "." + table.name(), table.sqlName(), names, values, keys);
    }

    String select() {
      List<String> selected = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        selected.add(values.get(i).select(LocalSql.name(names.get(i))));
      }
      String order = keys.stream().map(key -> values.get(key).order(LocalSql.name(names.get(key)))).collect(Collectors.joining(", "));
      return "SELECT " + String.join(", ", selected) + " FROM " + sqlName + (order.isEmpty() ? "" : " ORDER BY " + order);
    }

    Optional<List<String>> next(ResultSet rows) throws SQLException {
      if (!rows.next()) {
        return Optional.empty();
      }
      List<String> row = new ArrayList<>(values.size());
      for (int i = 0; i < values.size(); i++) {
        row.add(values.get(i).read(rows, i + 1));
      }
      return Optional.of(row);
    }

    int compareKeys(List<String> left, List<String> right) {
      for (int key : keys) {
        int order = values.get(key).compareKeys(left.get(key), right.get(key));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }

    LocalDifference difference(LocalDifference.Kind kind, List<String> row, List<String> changed) {
      return new LocalDifference(table, kind, keys.stream().map(row::get).collect(Collectors.joining(", ")), changed);
    }

    List<String> changed(List<String> left, List<String> right) {
      List<String> changed = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        if (!Objects.equals(left.get(i), right.get(i))) {
          changed.add(names.get(i));
        }
      }
      return changed;
    }
  }
}
