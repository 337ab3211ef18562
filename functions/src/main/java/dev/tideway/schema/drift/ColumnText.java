package dev.tideway.schema.drift;

import dev.tideway.model.Column;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types and defaults of columns as texts that are equal exactly if the definitions are equal. */
final class ColumnText {
  private static final Set<String> NUMBERS = Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "year");
  private static final Set<String> TIMES = Set.of("date", "time", "datetime", "timestamp");
  private static final Pattern WIDTH = Pattern.compile("^(tinyint|smallint|mediumint|int|bigint|year)\\((\\d+)\\)");
  private static final String ESCAPED = "nr0";
  private static final Pattern NO_DECIMALS = Pattern.compile("^(float|double)\\(\\d+,0\\)");
  private static final Pattern BYTES = Pattern.compile("(?i)x'([0-9a-f]*)'|0x([0-9a-f]+)");
  private static final Pattern BITS = Pattern.compile("(?i)b'([01]*)'");
  private static final Pattern SCALE = Pattern.compile("^decimal\\(\\d+,(\\d+)\\)");

  private ColumnText() {}

  /**
   * The type without the parts that TiDB leaves out of its catalogue: widths of integers except TINYINT(1), ZEROFILL, and the width of a FLOAT or DOUBLE
   * without decimals (TiDB still rounds it to whole numbers: measured on 8.5.6).
   */
  static String type(Column column, boolean printedByTarget) {
    String type = column.columnType();
    if (column.type().equals("enum") || column.type().equals("set")) {
      return column.type() + values(type, !printedByTarget);
    }
    String printed = type.toLowerCase(Locale.ROOT);
    boolean filled = printed.contains(" zerofill") && !printed.contains("unsigned");
    String lower = NO_DECIMALS.matcher(printed.replace(" zerofill", "")).replaceFirst("$1");
    Matcher width = WIDTH.matcher(lower);
    if (width.find() && (filled || !lower.startsWith("tinyint(1)"))) {
      lower = width.group(1) + lower.substring(width.end());
    }
    return (filled ? lower + " unsigned" : lower).replace("integer", "int");
  }

  /** The values of an ENUM or SET as TiDB prints them. Line feeds, carriage returns and zero characters are escaped as on sources, and backslashes are not. */
  private static List<String> values(String type, boolean escaped) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean inside = false;
    for (int i = type.indexOf('('); i < type.length(); i++) {
      char c = type.charAt(i);
      if (!inside) {
        inside = c == '\'';
      } else if (c == '\'' && i + 1 < type.length() && type.charAt(i + 1) == '\'') {
        value.append(c);
        i++;
      } else if (c == '\'') {
        values.add(value.toString());
        value.setLength(0);
        inside = false;
      } else if (c == '\\' && escaped && i + 1 < type.length()) {
        i++;
        value.append(ESCAPED.indexOf(type.charAt(i)) < 0 ? "" : "\\").append(type.charAt(i));
      } else {
        value.append(c);
      }
    }
    return values;
  }

  /** The default, normalized by the column's type: numbers as numbers, times with their fraction, binary texts without the padding. */
  static String defaultValue(Column column) {
    if (column.defaultValue().isEmpty() || column.generated() || column.autoIncrement()) {
      return Difference.NOTHING;
    }
    String value = column.defaultValue().get();
    String type = column.type();
    Matcher bits = BITS.matcher(value);
    if (type.equals("bit") && bits.matches()) {
      return bits.group(1).isEmpty() ? "0" : new BigInteger(bits.group(1), 2).toString();
    }
    if (type.equals("bit") && value.matches("\\d+")) {
      return value;
    }
    Matcher bytes = BYTES.matcher(value);
    if (column.defaultIsExpression() && bytes.matches()) {
      byte[] plain = HexFormat.of().parseHex(bytes.group(1) == null ? bytes.group(2) : bytes.group(1));
      return type.equals("bit") ? new BigInteger(1, plain).toString() : literal(column, new String(plain, StandardCharsets.UTF_8));
    }
    return column.defaultIsExpression() ? "(" + ExpressionText.canonical(value) + ")" : literal(column, value);
  }

  private static String literal(Column column, String value) {
    String type = column.type();
    if (NUMBERS.contains(type)) {
      return number(column, value);
    }
    if (TIMES.contains(type)) {
      return time(type, value);
    }
    return switch (type) {
      case "char" -> "'" + value.replaceFirst(" +$", "") + "'";
      case "binary" -> "'" + value.replaceFirst("\0+$", "") + "'";
      default -> "'" + value + "'";
    };
  }

  private static String number(Column column, String value) {
    try {
      BigDecimal number = new BigDecimal(value.strip());
      Matcher scale = SCALE.matcher(column.columnType());
      if (scale.find()) {
        number = number.setScale(Integer.parseInt(scale.group(1)), RoundingMode.HALF_UP);
      }
      if (column.type().equals("year") && value.strip().length() <= 2 && number.signum() > 0) {
        number = number.add(BigDecimal.valueOf(number.intValue() < 70 ? 2000 : 1900));
      }
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      return "'" + value + "'";
    }
  }

  private static String time(String type, String value) {
    String text = value.contains(".") ? value.replaceFirst("\\.?0+$", "") : value;
    boolean dateOnly = text.length() == "2020-01-01".length() && text.charAt(4) == '-';
    if (dateOnly && !type.equals("date")) {
      return "'" + text + " 00:00:00'";
    }
    return type.equals("date") && text.endsWith(" 00:00:00") ? "'" + text.substring(0, text.indexOf(' ')) + "'" : "'" + text + "'";
  }
}
