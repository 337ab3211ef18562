package dev.tideway.model.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON documents by value. MySQL orders keys by length, TiDB by bytes, and MariaDB keeps the text. 1.0, 1e20 and "\b" print differently on each server. The
 * canonical text has sorted keys, the last of duplicate keys, and numbers without exponent or trailing zeros.
 */
public final class JsonText {
  private static final BigInteger LARGEST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
  private static final BigInteger SMALLEST = BigInteger.TWO.pow(63).negate();

  /** Separate from the application's own mapper, because databases hold documents that the application's strict mapper refuses. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(10_000).maxStringLength(Integer.MAX_VALUE).maxNumberLength(100_000).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonText() {}

  /** The text that is equal for equal documents. For text that is not JSON (an unchecked LONGTEXT may hold any) the result contains that text. */
  public static String canonical(String text) {
    try {
      StringBuilder out = new StringBuilder(text.length());
      write(MAPPER.readTree(text), out);
      return out.toString();
    } catch (JsonProcessingException e) {
      return "not JSON: " + text;
    }
  }

  private static void write(JsonNode node, StringBuilder out) throws JsonProcessingException {
    if (node.isObject()) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
      String separator = "{";
      for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
        out.append(separator).append(MAPPER.writeValueAsString(field.getKey())).append(':');
        write(field.getValue(), out);
        separator = ",";
      }
      out.append(sorted.isEmpty() ? "{}" : "}");
    } else if (node.isArray()) {
      String separator = "[";
      for (JsonNode element : node) {
        out.append(separator);
        write(element, out);
        separator = ",";
      }
      out.append(node.isEmpty() ? "[]" : "]");
    } else if (node.isNumber()) {
      out.append(number(node));
    } else {
      out.append(MAPPER.writeValueAsString(node));
    }
  }

  private static String number(JsonNode node) {
    return number(node.isIntegralNumber(), node.decimalValue());
  }

  /** Integers of up to 64 bits are exact. Every other number is a double on every server. */
  static String number(boolean integral, BigDecimal number) {
    if (integral && number.precision() <= 20) {
      BigInteger value = number.toBigInteger();
      if (value.compareTo(SMALLEST) >= 0 && value.compareTo(LARGEST) <= 0) {
        return value.toString();
      }
    }
    double value = number.doubleValue();
    if (Double.isInfinite(value)) {
      return number.stripTrailingZeros().toString();
    }
    return value == 0 ? "0" : new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
