package dev.tideway.local.demo;

import dev.tideway.local.servers.ColumnShape;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Generates values that a column can hold, often at the limits of its range. Each is a JDBC parameter: number, text, bytes, or null for NULL. */
final class RandomValues {
  private static final Pattern MEMBER = Pattern.compile("'((?:[^']|'')*)'");
  private static final int[] ASCII = "abcXYZ 0189_-%'\"\\\n\t,;{}`".codePoints().toArray();
  private static final int[] WESTERN = "abcXYZ 019éÜßñ'\"\\".codePoints().toArray();
  private static final int[] ANY = "aZ 9é'\\\"ßİıÅ漢字прилив🌊👩‍🚀☕%_\n".codePoints().toArray();

  private final RandomGenerator random;

  RandomValues(RandomGenerator random) {
    this.random = random;
  }

  /** A value; sometimes NULL where the column allows it. */
  Object value(ColumnShape column) {
    return column.nullable() && random.nextInt(6) == 0 ? null : present(column);
  }

  /** A value that is not NULL. */
  Object present(ColumnShape column) {
    if (column.json()) {
      return json(3);
    }
    boolean unsigned = column.columnType().contains("unsigned");
    return switch (column.dataType()) {
      case "tinyint" -> integer(8, unsigned);
      case "smallint" -> integer(16, unsigned);
      case "mediumint" -> integer(24, unsigned);
      case "int" -> integer(32, unsigned);
      case "bigint" -> integer(64, unsigned);
      case "bit" -> new BigInteger(column.size().precision(), bits());
      case "decimal" -> decimal(column, unsigned);
      case "float" -> random.nextFloat(-1_000_000f, 1_000_000f);
      case "double" -> random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-300, 300));
      case "year" -> random.nextInt(1901, 2156);
      case "date" -> date(1000, 9999).toString();
      case "time" -> (random.nextBoolean() ? "-" : "") + random.nextInt(838) + clock(":%02d:%02d", column.size().fraction());
      case "datetime" -> date(1000, 9999) + " " + hour() + clock(":%02d:%02d", column.size().fraction());
      case "timestamp" -> date(1971, 2037) + " " + hour() + clock(":%02d:%02d", column.size().fraction());
      case "enum" -> pick(members(column));
      case "set" -> set(column);
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" -> text(column);
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> bytes(length(column));
      default -> throw new IllegalArgumentException("no values for the type " + column.columnType());
    };
  }

  private BigInteger integer(int bits, boolean unsigned) {
    BigInteger range = BigInteger.ONE.shiftLeft(bits);
    BigInteger lowest = unsigned ? BigInteger.ZERO : range.shiftRight(1).negate();
    return switch (random.nextInt(12)) {
      case 0 -> lowest;
      case 1 -> lowest.add(range).subtract(BigInteger.ONE);
      default -> lowest.add(new BigInteger(bits, bits()));
    };
  }

  private BigDecimal decimal(ColumnShape column, boolean unsigned) {
    BigInteger digits = new BigInteger("9".repeat(column.size().precision()));
    BigInteger value = random.nextInt(8) == 0 ? digits : new BigInteger(digits.bitLength(), bits()).mod(digits);
    return new BigDecimal(unsigned || random.nextBoolean() ? value : value.negate(), column.size().scale());
  }

  /** BigInteger needs the older kind of generator. */
  private Random bits() {
    return Random.from(random);
  }

  private LocalDate date(int firstYear, int lastYear) {
    return LocalDate.ofEpochDay(random.nextLong(LocalDate.of(firstYear, 1, 1).toEpochDay(), LocalDate.of(lastYear, 12, 31).toEpochDay()));
  }

  private String hour() {
    return "%02d".formatted(random.nextInt(24));
  }

  private String clock(String format, int fraction) {
    String digits = fraction == 0 ? "" : "." + "%06d".formatted(random.nextInt(1_000_000)).substring(0, fraction);
    return format.formatted(random.nextInt(60), random.nextInt(60)) + digits;
  }

  private String set(ColumnShape column) {
    List<String> chosen = new ArrayList<>();
    for (String member : members(column)) {
      if (random.nextBoolean()) {
        chosen.add(member);
      }
    }
    return String.join(",", chosen);
  }

  private static List<String> members(ColumnShape column) {
    List<String> members = new ArrayList<>();
    Matcher matcher = MEMBER.matcher(column.columnType());
    while (matcher.find()) {
      members.add(matcher.group(1).replace("''", "'"));
    }
    return members;
  }

  private String text(ColumnShape column) {
    int[] alphabet = switch (column.characterSet()) {
      case "ascii" -> ASCII;
      case "latin1" -> WESTERN;
      default -> ANY;
    };
    int length = length(column);
    if (column.dataType().endsWith("text")) {
      // their limits are in bytes, and a character may need four bytes
      length /= 4;
    }
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }

  /** Mostly short, sometimes the maximum length, beyond 32 KB where the column allows it. */
  private int length(ColumnShape column) {
    int most = (int) Math.min(column.size().length(), 150_000);
    if (column.dataType().equals("binary")) {
      return most;
    }
    return switch (random.nextInt(20)) {
      case 0 -> 0;
      case 1 -> most;
      default -> random.nextInt(Math.min(most, 40) + 1);
    };
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private String json(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> "null";
      case 1 -> random.nextBoolean() ? "true" : "false";
      case 2 -> Long.toString(random.nextLong());
      case 3 -> Double.toString(random.nextInt(-1_000_000, 1_000_000) / 64.0);
      case 4 -> "\"" + pick(List.of("", "plain", "Ärger 🌊", "a\\\"b", "\\u00e9\\n", "x\\\\y")) + "\"";
      case 5 -> {
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(json(depth - 1));
        }
        yield "[" + String.join(", ", items) + "]";
      }
      default -> {
        List<String> members = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          members.add("\"" + pick(List.of("z", "a", "ключ", "b c")) + i + "\": " + json(depth - 1));
        }
        yield "{" + String.join(", ", members) + "}";
      }
    };
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
