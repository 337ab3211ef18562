package dev.tideway.verify;

import dev.tideway.jdbc.Sql;
import dev.tideway.model.rows.ColumnPair;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Numbers for the values of a key's column, in the order of its index, so that a value between two values can be computed. The numbers need
 * not be exact: the number of rows below a value decides whether the value is a good bound.
 */
sealed interface KeyOrder {
  /**
   * The number of a value, given as {@link dev.tideway.model.rows.ColumnPair#identity}; empty if it has none, for example a date that does
   * not exist.
   */
  Optional<BigInteger> number(String identity);

  /** A value with that number. */
  String identity(BigInteger number);

  /** Integers and BIT; for DECIMAL only whole numbers. */
  record Integers() implements KeyOrder {
    @Override
    public Optional<BigInteger> number(String identity) {
      return Optional.of(new BigDecimal(identity).toBigInteger());
    }

    @Override
    public String identity(BigInteger number) {
      return number.toString();
    }
  }

  /**
   * BINARY and VARBINARY, whose texts are hexadecimal.
   *
   * @param width number of bytes that are distinguished
   */
  record Bytes(int width) implements KeyOrder {
    @Override
    public Optional<BigInteger> number(String identity) {
      return Optional.of(new BigInteger("0" + (identity + "00".repeat(width)).substring(0, 2 * width), 16));
    }

    @Override
    public String identity(BigInteger number) {
      String digits = number.toString(16).toUpperCase(Locale.ROOT);
      return "0".repeat(Math.max(0, 2 * width - digits.length())) + digits;
    }
  }

  /** DATE. */
  record Days() implements KeyOrder {
    @Override
    public Optional<BigInteger> number(String identity) {
      try {
        return Optional.of(BigInteger.valueOf(LocalDate.parse(identity).toEpochDay()));
      } catch (DateTimeException noSuchDay) {
        return Optional.empty();
      }
    }

    @Override
    public String identity(BigInteger number) {
      return LocalDate.ofEpochDay(number.longValueExact()).toString();
    }
  }

  /** DATETIME and TIMESTAMP, in whole seconds. */
  record Seconds() implements KeyOrder {
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    @Override
    public Optional<BigInteger> number(String identity) {
      try {
        return Optional.of(BigInteger.valueOf(LocalDateTime.parse(identity.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC)));
      } catch (DateTimeException noSuchTime) {
        return Optional.empty();
      }
    }

    @Override
    public String identity(BigInteger number) {
      return WRITTEN.format(LocalDateTime.ofEpochSecond(number.longValueExact(), 0, ZoneOffset.UTC));
    }
  }

  /**
   * Text under one collation, for ASCII characters; every other character counts as the last.
   *
   * @param prefix the common prefix of all values
   * @param places the place of each ASCII character, from 1; 0 for none
   * @param letters one character of each place, from the first
   * @param width number of characters after the prefix that are distinguished
   */
  record Letters(String prefix, List<Integer> places, String letters, int width) implements KeyOrder {
    /** Bits of a character's place: whole bits, so that a rounded number is a short text. */
    private static final int BITS = 7;

    private static final int LAST = (1 << BITS) - 1;

    /**
     * The order of a collation.
     *
     * @param prefix the common prefix of all values
     * @param groups the characters, first to last; characters that are equal under the collation are in one group
     */
    static Letters of(String prefix, List<String> groups, int width) {
      Integer[] places = new Integer[LAST + 1];
      Arrays.fill(places, 0);
      StringBuilder letters = new StringBuilder();
      for (String group : groups) {
        letters.append(group.charAt(0));
        group.chars().forEach(letter -> places[letter] = letters.length());
      }
      return new Letters(prefix, List.of(places), letters.toString(), width);
    }

    @Override
    public Optional<BigInteger> number(String identity) {
      BigInteger number = BigInteger.ZERO;
      for (int i = prefix.length(); i < prefix.length() + width; i++) {
        number = number.shiftLeft(BITS).or(BigInteger.valueOf(i < identity.length() ? place(identity.charAt(i)) : 0));
      }
      return Optional.of(number);
    }

    @Override
    public String identity(BigInteger number) {
      return IntStream.range(0, width)
          .map(i -> number.shiftRight((width - 1 - i) * BITS).intValue() & LAST)
          .mapToObj(place -> place == 0 ? " " : letters.substring(Math.min(place, letters.length()) - 1, Math.min(place, letters.length())))
          .reduce(prefix, String::concat)
          .stripTrailing();
    }

    private int place(char letter) {
      return letter < places.size() ? places.get(letter) : LAST;
    }
  }

  /** Finds the order of each column. It reads the order of a collation from the source once. */
  final class Reader {
    private static final Pattern LENGTH = Pattern.compile("\\((\\d+)\\)");

    /** A chunk's bound needs no more characters than this. */
    private static final int MOST_WIDTH = 32;

    private static final char FIRST_PRINTABLE = ' ';
    private static final char LAST_PRINTABLE = '~';

    private final Map<String, List<String>> collations = new HashMap<>();

    /** The order of a column's values between these two values; empty if the values have no numbers. */
    Optional<KeyOrder> of(ColumnPair column, String first, String last, Connection source) throws SQLException {
      return switch (column.kind()) {
        case integer, decimal, bit -> Optional.of(new Integers());
        case binary -> Optional.of(new Bytes(width(column)));
        case temporal -> temporal(column.source().type());
        case text -> Optional.of(Letters.of(common(first, last), letters(column, source), width(column)));
        case floating, longText, choice, blob, json, other -> Optional.empty();
      };
    }

    private static Optional<KeyOrder> temporal(String type) {
      return switch (type) {
        case "date" -> Optional.of(new Days());
        case "datetime", "timestamp" -> Optional.of(new Seconds());
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
}
