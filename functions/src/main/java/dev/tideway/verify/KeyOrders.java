package dev.tideway.verify;

import dev.tideway.jdbc.Sql;
import dev.tideway.model.rows.ColumnPair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The {@link KeyOrder} of each column; the order of a collation is read from the source, once. */
final class KeyOrders {
  private static final Pattern LENGTH = Pattern.compile("\\((\\d+)\\)");

  /** A chunk's bound needs no more characters than this. */
  private static final int MOST_WIDTH = 32;

  private static final char FIRST_PRINTABLE = ' ';
  private static final char LAST_PRINTABLE = '~';

  private final Map<String, List<String>> collations = new HashMap<>();

  /** The order of a column's values between these two values; empty if the values have no numbers. */
  Optional<KeyOrder> of(ColumnPair column, String first, String last, Connection source) throws SQLException {
    return switch (column.kind()) {
      case integer, decimal, bit -> Optional.of(new KeyOrder.Integers());
      case binary -> Optional.of(new KeyOrder.Bytes(width(column)));
      case temporal -> temporal(column.source().type());
      case text -> Optional.of(KeyOrder.Letters.of(common(first, last), letters(column, source), width(column)));
      case floating, longText, choice, blob, json, other -> Optional.empty();
    };
  }

  private static Optional<KeyOrder> temporal(String type) {
    return switch (type) {
      case "date" -> Optional.of(new KeyOrder.Days());
      case "datetime", "timestamp" -> Optional.of(new KeyOrder.Seconds());
      default -> Optional.empty();
    };
  }

  private static String common(String first, String last) {
    int length = 0;
    while (length < Math.min(first.length(), last.length()) && first.charAt(length) == last.charAt(length)) {
      length++;
    }
    boolean split = length > 0 && Character.isHighSurrogate(first.charAt(length - 1));
    return first.substring(0, split ? length - 1 : length);
  }

  private static int width(ColumnPair column) {
    Matcher length = LENGTH.matcher(column.source().columnType());
    return length.find() ? Math.clamp(Integer.parseInt(length.group(1)), 1, MOST_WIDTH) : MOST_WIDTH;
  }

  private List<String> letters(ColumnPair column, Connection source) throws SQLException {
    String charset = column.source().charset().orElse("utf8mb4");
    String collation = column.source().collation().orElse("utf8mb4_bin");
    List<String> known = collations.get(collation);
    if (known != null) {
      return known;
    }
    String all = IntStream.rangeClosed(FIRST_PRINTABLE, LAST_PRINTABLE)
        .mapToObj(letter -> "SELECT CONVERT(" + Sql.text(Character.toString(letter)) + " USING " + Sql.name(charset) + ") COLLATE " + Sql.name(collation) + " AS c")
        .collect(Collectors.joining(" UNION ALL "));
    List<String> groups = new ArrayList<>();
    try (Statement statement = source.createStatement();
        ResultSet rows = statement.executeQuery("SELECT GROUP_CONCAT(c SEPARATOR '') FROM (" + all + ") letters GROUP BY c ORDER BY c")) {
      while (rows.next()) {
        groups.add(rows.getString(1));
      }
    }
    collations.put(collation, groups);
    return groups;
  }
}
