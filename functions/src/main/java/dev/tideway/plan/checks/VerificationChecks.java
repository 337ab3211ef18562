package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Sql;
import dev.tideway.model.Side;
import dev.tideway.model.Table;
import dev.tideway.model.rows.ColumnPair;
import dev.tideway.model.rows.RowHash;
import dev.tideway.model.rows.RowText;
import dev.tideway.model.rows.TargetColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tries the statement of the verification on both servers before anything is loaded. A server may lack a function that the statement uses, as MySQL 9.6
 * lacks MD5, or may refuse it, as builds for FIPS do. The check reads one row of the table with the most types of columns.
 */
final class VerificationChecks {
  private VerificationChecks() {}

  static List<Finding> source(CheckContext context, Connection source) throws SQLException {
    Optional<Table> table = tried(context);
    return table.isEmpty()
        ? List.of()
        : refused(Side.source, source, digest(Side.source, table.get(), Sql.name(table.get().id().schema(), table.get().id().table()) + " LIMIT 1"));
  }

  /** The table does not exist on the target yet, so a row of NULLs replaces it. */
  static List<Finding> target(CheckContext context, Connection target) throws SQLException {
    Optional<Table> table = tried(context);
    if (table.isEmpty()) {
      return List.of();
    }
    String row = table.get().columns().stream().map(column -> "NULL AS " + Sql.name(column.name())).collect(Collectors.joining(", "));
    return refused(Side.target, target, digest(Side.target, table.get(), "(SELECT " + row + ") r"));
  }

  private static Optional<Table> tried(CheckContext context) {
    return context.inventory().tables().stream().max(Comparator.comparing(table -> table.columns().stream().map(column -> column.type()).distinct().count()));
  }

  private static String digest(Side side, Table table, String rows) {
    List<ColumnPair> columns =
        table.columns().stream()
            .map(column -> new ColumnPair(
                column, new TargetColumn(column.name(), column.type(), column.columnType(), column.charset(), column.collation(), false, false)))
            .toList();
    String text = RowText.of(columns, column -> column.canonical(side));
    return "SELECT COUNT(*), SUM(" + RowHash.number("h") + ") FROM (SELECT " + RowHash.sql(text) + " h FROM " + rows + ") q";
  }

  /** Other failures show nothing about the statement. They are reported as those of any check. */
  private static List<Finding> refused(Side side, Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery(sql).close();
      return List.of();
    } catch (SQLException e) {
      if (DatabaseErrors.kind(e) != DatabaseErrors.Kind.refused) {
        throw e;
      }
      return List.of(
          Finding.blocker(
              FindingCode.COMPARISON_REFUSED, "the " + side, "it refuses the statement that compares rows: " + DatabaseErrors.text(e),
              "a server that has SHA2(), CRC32(), CONCAT_WS() and CONVERT() and lets the account read the tables",
              "read the server's error; docs/verification.md says which statements it must run"));
    }
  }
}
