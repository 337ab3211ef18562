package dev.tideway.model;

import dev.tideway.jdbc.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the types of expressions from a server, because information_schema shows an index's expression but not its type. Reads no rows. */
final class ExpressionTypes {
  /** Digits of a DATETIME and of a TIME without fraction, as the driver counts them. */
  private static final int DATETIME_DIGITS = 19;

  private static final int TIME_DIGITS = 10;

  private ExpressionTypes() {}

  static List<Optional<String>> of(Connection connection, String table, List<String> expressions) throws SQLException {
    List<Optional<String>> types = new ArrayList<>();
    for (String expression : expressions) {
      types.add(type(connection, table, expression));
    }
    return types;
  }

  private static Optional<String> type(Connection connection, String table, String expression) throws SQLException {
    String type;
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT (" + expression + ") FROM " + table + " LIMIT 0")) {
      type = type(none.getMetaData());
    } catch (SQLException e) {
      // CAST(… AS … ARRAY) is allowed only in indexes
      return Optional.empty();
    }
    // one row of NULLs, independent of the table's rows
    Optional<String> collation =
        Rows.first(connection, "SELECT COLLATION((" + expression + ")) FROM (SELECT 1) one LEFT JOIN " + table + " ON FALSE LIMIT 1");
    return type.isEmpty()
        ? Optional.empty()
        : Optional.of(type + collation.filter(c -> type.startsWith("varchar") && c.contains("_")).map(c -> " " + c).orElse(""));
  }

  private static String type(ResultSetMetaData meta) throws SQLException {
    String name = meta.getColumnTypeName(1).toLowerCase(Locale.ROOT);
    int precision = meta.getPrecision(1);
    return switch (name.replace(" unsigned", "")) {
      case "tinyint", "smallint", "mediumint", "int", "bigint" -> name;
      case "decimal" -> "decimal(" + precision + "," + meta.getScale(1) + ")" + name.substring("decimal".length());
      case "float", "double" -> "double";
      case "date", "year" -> name;
      case "datetime", "timestamp" -> "datetime" + fraction(precision, DATETIME_DIGITS);
      case "time" -> "time" + fraction(precision, TIME_DIGITS);
      case "char", "varchar" -> "varchar(" + Math.max(1, precision) + ")";
      case "binary", "varbinary" -> "varbinary(" + Math.max(1, precision) + ")";
      default -> "";
    };
  }

  private static String fraction(int precision, int digits) {
    int fraction = precision - digits - 1;
    return fraction > 0 ? "(" + Math.min(6, fraction) + ")" : "";
  }
}
