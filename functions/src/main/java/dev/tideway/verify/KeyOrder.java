package dev.tideway.verify;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Numbers for the values of a key's column, in the order of its index, so that a value between two others can be named. They need not be
 * exact: whether a value is a good bound is told by how many rows lie below it.
 */
sealed interface KeyOrder {
  /** The place of a value, given as {@link dev.tideway.model.rows.ColumnPair#identity}; empty if it has none, as a date that does not exist. */
  Optional<BigInteger> number(String identity);

  /** A value of that place. */
  String identity(BigInteger number);

  /** Integers and BIT; of DECIMAL the whole numbers. */
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
   * @param width bytes that are told apart
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

  /** DATETIME and TIMESTAMP, to the second. */
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
   * Text under one collation, as far as it consists of ASCII; any other character is taken for the last.
   *
   * @param prefix with which all values begin
   * @param places of each ASCII character, from 1; 0 for none
   * @param letters one character of each place, from the first
   * @param width characters behind the prefix that are told apart
   */
  record Letters(String prefix, List<Integer> places, String letters, int width) implements KeyOrder {
    /** Bits of a character's place: whole ones, so that a rounded number is a short text. */
    private static final int BITS = 7;

    private static final int LAST = (1 << BITS) - 1;

    /**
     * The order of a collation.
     *
     * @param prefix with which all values begin
     * @param groups the characters, first to last, those together that the collation calls equal
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
}
