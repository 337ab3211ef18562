package dev.tideway.local.dms;

import com.github.shyiko.mysql.binlog.event.deserialization.json.JsonBinary;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transfers values exactly. Between reading and binding, a value is null, text, a number (every integer, DECIMAL, BIT and YEAR) or bytes. A
 * DOUBLE is transferred as its shortest exact text and a FLOAT as the double of the same value, because a FLOAT's own text is rounded.
 */
final class ColumnCodec {
  private static final Logger LOG = LoggerFactory.getLogger(ColumnCodec.class);
  private static final BigInteger TWO_POW_64 = BigInteger.ONE.shiftLeft(64);

  private final Charsets charsets;
  private final boolean truncatesLobs;
  private final int lobMaxBytes;
  private final AtomicLong truncated = new AtomicLong();

  ColumnCodec(Charsets charsets, LocalTaskSettings settings) {
    this.charsets = charsets;
    this.truncatesLobs = !settings.fullLobs();
    this.lobMaxBytes = settings.lobMaxBytes();
  }

  /** The expression that selects the column in a form that {@link #read} can read. */
  static String selection(SourceColumn column) {
    String name = column.quoted();
    return switch (column.kind()) {
      case FLOAT, DOUBLE -> name + "+0e0";
      case BIT, YEAR -> name + "+0";
      case TEMPORAL -> "CAST(" + name + " AS CHAR)";
      case JSON -> "CONVERT(" + name + " USING utf8mb4)";
      case INTEGER, DECIMAL, TEXT, BINARY, ENUM, SET, GEOMETRY, UNSUPPORTED -> name;
    };
  }

  /** Reads one value of a select; limited LOB mode applies. */
  Object read(TableName table, SourceColumn column, ResultSet row, int index) throws SQLException {
    Object value = switch (column.kind()) {
      case INTEGER, DECIMAL, BIT, YEAR -> row.getBigDecimal(index);
      case FLOAT, DOUBLE -> {
        double number = row.getDouble(index);
        yield row.wasNull() ? null : Double.toString(number);
      }
      case BINARY, GEOMETRY -> row.getBytes(index);
      case TEMPORAL, TEXT, ENUM, SET, JSON, UNSUPPORTED -> row.getString(index);
    };
    return limited(table, column, value);
  }

  /** Decodes one value of a binlog row; limited LOB mode applies. */
  Object decode(TableName table, SourceColumn column, Serializable raw) throws IOException {
    if (raw == null) {
      return null;
    }
    Object value = switch (column.kind()) {
      case INTEGER -> integer(column, ((Number) raw).longValue());
      case DECIMAL, BIT -> raw;
      case YEAR -> {
        int year = ((Number) raw).intValue();
        // the year 0000 is stored as 0, and the binlog reader adds 1900 to it as to any other year
        yield BigDecimal.valueOf(year == 1900 ? 0 : year);
      }
      case FLOAT -> Double.toString(((Number) raw).doubleValue());
      case DOUBLE -> Double.toString((Double) raw);
      case TEMPORAL -> (String) raw;
      case TEXT -> charsets.decode(column.charset().orElse("utf8mb4"), (byte[]) raw);
      case BINARY -> padded((byte[]) raw, column.octets());
      case GEOMETRY -> (byte[]) raw;
      case ENUM -> member(column, ((Number) raw).intValue());
      case SET -> members(column, ((Number) raw).longValue());
      case JSON -> json((byte[]) raw);
      case UNSUPPORTED -> throw new IOException("type " + column.dataType() + " of column " + column.name() + " is not supported");
    };
    return limited(table, column, value);
  }

  /** Binds a value in the form that the target accepts without rounding. */
  static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, java.sql.Types.NULL);
      case BigDecimal number -> statement.setBigDecimal(index, number);
      case byte[] bytes -> statement.setBytes(index, bytes);
      case String text -> statement.setString(index, text);
      default -> throw new IllegalArgumentException("no such kind of value: " + value.getClass());
    }
  }

  private static BigDecimal integer(SourceColumn column, long signed) {
    if (!column.unsigned() || signed >= 0) {
      return BigDecimal.valueOf(signed);
    }
    BigInteger modulus = switch (column.dataType()) {
      case "tinyint" -> BigInteger.ONE.shiftLeft(8);
      case "smallint" -> BigInteger.ONE.shiftLeft(16);
      case "mediumint" -> BigInteger.ONE.shiftLeft(24);
      case "int" -> BigInteger.ONE.shiftLeft(32);
      default -> TWO_POW_64;
    };
    return new BigDecimal(BigInteger.valueOf(signed).add(modulus));
  }

  /** The binlog drops trailing zero bytes of a BINARY value. */
  private static byte[] padded(byte[] bytes, int octets) {
    return bytes.length < octets ? Arrays.copyOf(bytes, octets) : bytes;
  }

  private static String member(SourceColumn column, int index) throws IOException {
    if (index == 0) {
      return "";
    }
    List<String> members = column.members();
    if (index > members.size()) {
      throw new IOException("column " + column.name() + " has no value number " + index + ": the table was altered");
    }
    return members.get(index - 1);
  }

  private static String members(SourceColumn column, long bits) throws IOException {
    var text = new StringBuilder();
    for (long left = bits; left != 0; left &= left - 1) {
      if (!text.isEmpty()) {
        text.append(',');
      }
      text.append(member(column, Long.numberOfTrailingZeros(left) + 1));
    }
    return text.toString();
  }

  private static String json(byte[] binary) throws IOException {
    if (binary.length == 0) {
      return "null";
    }
    var text = new LocalJsonText();
    new JsonBinary(binary).parse(text);
    return text.text();
  }

  private Object limited(TableName table, SourceColumn column, Object value) {
    if (!truncatesLobs || !column.lob()) {
      return value;
    }
    return switch (value) {
      case String text when text.length() * 4L > lobMaxBytes -> limitedText(text).map(cut -> {
        logTruncation(table, column);
        return cut;
      }).orElse(text);
      case byte[] bytes when bytes.length > lobMaxBytes -> {
        logTruncation(table, column);
        yield Arrays.copyOf(bytes, lobMaxBytes);
      }
      case null -> null;
      default -> value;
    };
  }

  private Optional<String> limitedText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= lobMaxBytes) {
      return Optional.empty();
    }
    var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    for (int length = lobMaxBytes; length > lobMaxBytes - 4 && length > 0; length--) {
      try {
        return Optional.of(decoder.reset().decode(ByteBuffer.wrap(bytes, 0, length)).toString());
      } catch (CharacterCodingException e) {
        LOG.trace("byte {} is inside a character", length);
      }
    }
    return Optional.of("");
  }

  /** In DMS a truncated value is no error, only this line of the task log. */
  private void logTruncation(TableName table, SourceColumn column) {
    if (truncated.incrementAndGet() <= 10) {
      LOG.warn("A LOB value of column {} of table {} was truncated to {} bytes", column.name(), table, lobMaxBytes);
    }
  }
}
