package dev.tideway.local.servers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How the values of one column are read so that equal values are equal texts, on every server. */
enum CanonicalValue {
  INTEGER {
    @Override
    String read(ResultSet row, int index) throws SQLException {
      String text = row.getString(index);
      // only one side prints the padding of ZEROFILL
      return text == null ? null : new BigDecimal(text).toBigInteger().toString();
    }
  },
  DECIMAL {
    @Override
    String read(ResultSet row, int index) throws SQLException {
      BigDecimal value = row.getBigDecimal(index);
      return value == null ? null : value.stripTrailingZeros().toPlainString();
    }
  },
  BIT {
    @Override
    String select(String column) {
      return column + " + 0";
    }

    @Override
    String read(ResultSet row, int index) throws SQLException {
      return row.getString(index);
    }
  },
  FLOAT {
    @Override
    String select(String column) {
      // printed as a FLOAT it would lose digits, and different digits on each server
      return column + " * 1e0";
    }

    @Override
    String read(ResultSet row, int index) throws SQLException {
      String text = row.getString(index);
      // adding zero turns -0 into 0
      return text == null ? null : Float.toString((float) Double.parseDouble(text) + 0f);
    }
  },
  DOUBLE {
    @Override
    String read(ResultSet row, int index) throws SQLException {
      String text = row.getString(index);
      return text == null ? null : Double.toString(Double.parseDouble(text) + 0d);
    }
  },
  TIME {
    @Override
    String select(String column) {
      return "CAST(" + column + " AS CHAR)";
    }

    @Override
    String read(ResultSet row, int index) throws SQLException {
      return row.getString(index);
    }
  },
  TEXT {
    @Override
    String read(ResultSet row, int index) throws SQLException {
      return row.getString(index);
    }
  },
  BYTES {
    @Override
    String read(ResultSet row, int index) throws SQLException {
      byte[] bytes = row.getBytes(index);
      return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }
  },
  JSON {
    @Override
    String select(String column) {
      return "CAST(" + column + " AS CHAR)";
    }

    @Override
    String read(ResultSet row, int index) throws SQLException {
      String text = row.getString(index);
      if (text == null) {
        return null;
      }
      try {
        return canonical(MAPPER.readTree(text));
      } catch (JsonProcessingException e) {
        return "not JSON: " + text;
      }
    }
  };

  private static final ObjectMapper MAPPER = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** The value in the current row; null for NULL; it is only used in this package. */
  abstract String read(ResultSet row, int index) throws SQLException;

  /** The expression to read the column by. */
  String select(String column) {
    return column;
  }

  /** The expression that orders rows by this column in the order of {@link #compareKeys}. */
  String order(String column) {
    return switch (this) {
      case INTEGER, BIT, BYTES -> column;
      case DECIMAL, FLOAT, DOUBLE, TIME, TEXT, JSON -> "CAST(CONVERT(CAST(" + column + " AS CHAR) USING utf8mb4) AS BINARY)";
    };
  }

  /** Compares two values in the order of {@link #order}. */
  int compareKeys(String left, String right) {
    return switch (this) {
      case INTEGER, BIT -> new BigDecimal(left).compareTo(new BigDecimal(right));
      // the order of hexadecimal digits is the order of their bytes
      case BYTES -> left.compareTo(right);
      case DECIMAL, FLOAT, DOUBLE, TIME, TEXT, JSON ->
          Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    };
  }

  static CanonicalValue of(ColumnShape source, ColumnShape target) {
    if (source.json() || target.json()) {
      return JSON;
    }
    return switch (source.dataType()) {
      case "tinyint", "smallint", "mediumint", "int", "bigint", "year" -> INTEGER;
      case "decimal" -> DECIMAL;
      case "bit" -> BIT;
      case "float" -> FLOAT;
      case "double" -> DOUBLE;
      case "date", "time", "datetime", "timestamp" -> TIME;
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set", "uuid", "inet4", "inet6" -> TEXT;
      default -> BYTES;
    };
  }

  private static String canonical(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, String> members = new TreeMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), canonical(member.getValue())));
        yield members.entrySet().stream().map(m -> MAPPER.getNodeFactory().textNode(m.getKey()) + ":" + m.getValue())
            .collect(Collectors.joining(",", "{", "}"));
      }
      case ARRAY -> StreamSupport.stream(node.spliterator(), false).map(CanonicalValue::canonical)
          .collect(Collectors.joining(",", "[", "]"));
      // servers may turn a decimal into a double, so only the number is compared
      case NUMBER -> node.isIntegralNumber() ? node.decimalValue().toPlainString() : number(node.decimalValue());
      default -> node.toString();
    };
  }

  private static String number(BigDecimal value) {
    BigDecimal asDouble = new BigDecimal(Double.toString(value.doubleValue()));
    return asDouble.signum() == 0 ? "0" : asDouble.stripTrailingZeros().toPlainString();
  }
}
