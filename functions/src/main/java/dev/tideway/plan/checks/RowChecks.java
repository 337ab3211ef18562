package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Sql;
import dev.tideway.model.Column;
import dev.tideway.model.Flavour;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Inventory;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bounded reads of rows that find invalid dates, invalid documents and children without parents. Several small tables are read in one statement. */
public final class RowChecks {
  /** Maximum number of rows of a table that are read. A larger table is sampled, and the finding says so. */
  private static final long MOST_ROWS = 1_000_000;

  /** Tables with fewer rows are read together. */
  private static final long FEW_ROWS = 10_000;

  private static final int BATCH = 50;
  private static final int MOST_ORPHANS = 1_000;
  private static final Set<String> TEMPORAL = Set.of("date", "datetime", "timestamp");

  private RowChecks() {}

  /** One SELECT of a batch: {@code n} is its number, {@code found} its result. */
  private record Query(TableId table, String sql, Answer answer) {}

  /** Interprets the result of a query. */
  @FunctionalInterface
  private interface Answer {
    List<Finding> read(String found);
  }

  public static List<DataScan.Step> of(Inventory inventory) {
    List<DataScan.Step> steps = new ArrayList<>();
    List<Query> small = new ArrayList<>();
    Set<TableId> selected = inventory.tables().stream().map(Table::id).collect(Collectors.toCollection(HashSet::new));
    for (Table table : inventory.tables()) {
      for (Query query : queries(table, selected, inventory.source().flavour() == Flavour.mariadb)) {
        if (table.rows() <= FEW_ROWS) {
          small.add(query);
        } else {
          steps.add(step(List.of(query)));
        }
      }
    }
    for (int i = 0; i < small.size(); i += BATCH) {
      steps.add(step(small.subList(i, Math.min(i + BATCH, small.size()))));
    }
    return steps;
  }

  private static List<Query> queries(Table table, Set<TableId> selected, boolean mariadb) {
    List<Query> queries = new ArrayList<>();
    List<String> dates = table.columns().stream().filter(c -> TEMPORAL.contains(c.type()) && !c.generated()).map(Column::name).toList();
    if (!dates.isEmpty()) {
      queries.add(new Query(table.id(), dates(table, dates), numbers -> dates(table, dates, numbers)));
    }
    List<String> documents = mariadb ? table.columns().stream().filter(c -> c.type().equals("json") && !c.generated()).map(Column::name).toList() : List.of();
    if (!documents.isEmpty()) {
      queries.add(new Query(table.id(), unreadable(table, documents), numbers -> unreadable(table, documents, numbers)));
    }
    for (ForeignKey key : table.foreignKeys()) {
      if (selected.contains(key.parent())) {
        queries.add(new Query(table.id(), orphans(table, key), count -> orphans(table, key, count)));
      }
    }
    return queries;
  }

  private static DataScan.Step step(List<Query> queries) {
    String object = queries.getFirst().table() + (queries.size() > 1 ? " and more small tables" : "");
    return new DataScan.Step(object, connection -> look(connection, queries));
  }

  private static List<Finding> look(Connection connection, List<Query> queries) throws SQLException {
    String sql =
        IntStream.range(0, queries.size()).mapToObj(i -> "SELECT " + i + " AS n, (" + queries.get(i).sql() + ") AS found").collect(Collectors.joining(" UNION ALL "));
    List<Finding> findings = new ArrayList<>();
    Rows.each(connection, sql, List.of(), row -> findings.addAll(queries.get((int) row.number("n")).answer().read(row.text("found"))));
    return findings;
  }

  /** Two numbers for each column: whether a month or a day is 0, which is also true for 0000-00-00, and how many days are after the end of their months. */
  private static String dates(Table table, List<String> dates) {
    String numbers = IntStream.range(0, dates.size()).mapToObj(i -> "COALESCE(MAX(z" + i + "), 0), COALESCE(SUM(l" + i + "), 0)").collect(Collectors.joining(", "));
    String columns = IntStream.range(0, dates.size()).mapToObj(i -> flags(Sql.name(dates.get(i)), i)).collect(Collectors.joining(", "));
    return "SELECT CONCAT_WS(',', " + numbers + ") FROM (SELECT " + columns + " FROM " + Sql.name(table.id().schema(), table.id().table()) + limit(table) + ") s";
  }

  private static String flags(String c, int number) {
    String last = "DAY(LAST_DAY(MAKEDATE(YEAR(" + c + "), 1) + INTERVAL MONTH(" + c + ") - 1 MONTH))";
    return "MONTH(" + c + ") = 0 OR DAY(" + c + ") = 0 AS z" + number + ", MONTH(" + c + ") > 0 AND DAY(" + c + ") > 28 AND DAY(" + c + ") > " + last + " AS l" + number;
  }

  private static String limit(Table table) {
    return table.rows() > MOST_ROWS ? " LIMIT " + MOST_ROWS : "";
  }

  private static String sampled(Table table) {
    return table.rows() > MOST_ROWS ? " (among the first " + MOST_ROWS + " rows)" : "";
  }

  private static List<Finding> dates(Table table, List<String> dates, String numbers) {
    List<String> found = List.of(numbers.split(","));
    List<String> zero = new ArrayList<>();
    List<String> impossible = new ArrayList<>();
    for (int i = 0; i < dates.size() && 2 * i + 1 < found.size(); i++) {
      if (!found.get(2 * i).equals("0")) {
        zero.add(dates.get(i));
      }
      if (!found.get(2 * i + 1).equals("0")) {
        impossible.add(found.get(2 * i + 1) + " in " + dates.get(i));
      }
    }
    List<Finding> findings = new ArrayList<>();
    if (!zero.isEmpty()) {
      findings.add(
          Finding.warning(
              FindingCode.ZERO_DATES, table.id().toString(), "dates with a month or a day of 0 in " + String.join(", ", zero) + sampled(table),
              "for your information: they are migrated unchanged, but the target's default sql_mode refuses them in new statements",
              "UPDATE them to NULL on the source, or let the application's sessions leave NO_ZERO_DATE and NO_ZERO_IN_DATE out of sql_mode"));
    }
    if (!impossible.isEmpty()) {
      findings.add(
          Finding.warning(
              FindingCode.IMPOSSIBLE_DATES, table.id().toString(), "dates that do not exist, such as '2024-02-31': " + String.join(", ", impossible) + sampled(table),
              "for your information: they are migrated unchanged, but the target accepts them in new statements only with ALLOW_INVALID_DATES",
              "UPDATE them on the source, or set ALLOW_INVALID_DATES in the sql_mode of the application's sessions"));
    }
    return findings;
  }

  /** MariaDB's JSON is a LONGTEXT with a check that a session can switch off, and JSON_VALID accepts numbers that no double can hold. */
  private static String unreadable(Table table, List<String> documents) {
    String counts =
        documents.stream().map(Sql::name).map(c -> "COALESCE(SUM(NOT JSON_VALID(" + c + ")), 0), COALESCE(SUM(" + c + " REGEXP '[0-9][eE][+]?[0-9]{3}'), 0)").collect(Collectors.joining(", "));
    String name = Sql.name(table.id().schema(), table.id().table());
    return "SELECT CONCAT_WS(',', " + counts + ") FROM " + (limit(table).isEmpty() ? name : "(SELECT " + Sql.names(documents) + " FROM " + name + limit(table) + ")") + " s";
  }

  private static List<Finding> unreadable(Table table, List<String> documents, String numbers) {
    List<String> found = List.of(numbers.split(","));
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < documents.size() && 2 * i + 1 < found.size(); i++) {
      String column = table.id() + "." + documents.get(i);
      if (!found.get(2 * i).equals("0")) {
        findings.add(
            Finding.blocker(
                FindingCode.TEXT_IS_NO_JSON, column, found.get(2 * i) + " rows with text that is not JSON" + sampled(table), "JSON: the target's column accepts only JSON, and AWS DMS would write NULL",
                "SELECT * FROM " + Sql.name(table.id().schema(), table.id().table()) + " WHERE NOT JSON_VALID(" + Sql.name(documents.get(i)) + ") on the source, and correct them"));
      }
      if (!found.get(2 * i + 1).equals("0")) {
        findings.add(
            Finding.warning(
                FindingCode.TEXT_IS_NO_JSON, column, found.get(2 * i + 1) + " rows that may contain a number with a large exponent, such as 1e400" + sampled(table),
                "numbers up to 1.7e308: the target refuses a document with a larger one",
                "check them: SELECT * FROM " + Sql.name(table.id().schema(), table.id().table()) + " WHERE " + Sql.name(documents.get(i)) + " REGEXP '[0-9][eE][+]?[0-9]{3}'"));
      }
    }
    return findings;
  }

  private static String orphans(Table table, ForeignKey key) {
    String on =
        IntStream.range(0, key.columns().size())
            .mapToObj(i -> "c." + Sql.name(key.columns().get(i)) + " = p." + Sql.name(key.parentColumns().get(i)))
            .collect(Collectors.joining(" AND "));
    String whole = key.columns().stream().map(c -> "c." + Sql.name(c) + " IS NOT NULL").collect(Collectors.joining(" AND "));
    String child = Sql.name(table.id().schema(), table.id().table());
    return "SELECT COUNT(*) FROM (SELECT 1 FROM "
        + (limit(table).isEmpty() ? child : "(SELECT " + Sql.names(key.columns()) + " FROM " + child + limit(table) + ")")
        + " c LEFT JOIN " + Sql.name(key.parent().schema(), key.parent().table()) + " p ON " + on
        + " WHERE " + whole + " AND p." + Sql.name(key.parentColumns().getFirst()) + " IS NULL LIMIT " + MOST_ORPHANS + ") o";
  }

  private static List<Finding> orphans(Table table, ForeignKey key, String count) {
    return count.equals("0") || count.isEmpty()
        ? List.of()
        : List.of(
            Finding.warning(
                FindingCode.ORPHANS, table.id() + "." + key.name(),
                (count.equals(Integer.toString(MOST_ORPHANS)) ? "at least " : "") + count + " rows without a parent in " + key.parent() + sampled(table),
                "a parent for every child: without it the target refuses the foreign key after the load",
                "delete them or give them a parent on the source before the approval; the orphan query of the phase Approve counts again"));
  }
}
