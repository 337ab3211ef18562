package dev.tideway.local.dms;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The text of binlog temporal values, as CAST(... AS CHAR) prints them in a session at +00:00, zero dates included. */
final class TemporalText {
  private static final long TIME_ZERO = 0x800000L;

  private TemporalText() {}

  static String date(int packed) {
    return date(packed >> 9, (packed >> 5) & 15, packed & 31);
  }

  /** DATETIME of 5.6.4 and later: sign, 17 bits for year*13+month, 5 for the day, 5 for the hour, 6 for the minute, 6 for the second. */
  static String datetime(long packed, int micros, int digits) {
    int yearMonth = (int) ((packed >> 22) & 0x1FFFF);
    return date(yearMonth / 13, yearMonth % 13, (int) ((packed >> 17) & 31)) + " "
        + clock((int) ((packed >> 12) & 31), (int) ((packed >> 6) & 63), (int) (packed & 63)) + fraction(micros, digits);
  }

  static String timestamp(long seconds, int micros, int digits) {
    if (seconds == 0 && micros == 0) {
      return "0000-00-00 00:00:00" + fraction(0, digits);
    }
    LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
    return date(time.getYear(), time.getMonthValue(), time.getDayOfMonth()) + " "
        + clock(time.getHour(), time.getMinute(), time.getSecond()) + fraction(micros, digits);
  }

  /**
   * TIME of 5.6.4 and later. Value and fraction form one big-endian number with an offset of half its range, so a negative time with a
   * fraction borrows from the seconds.
   *
   * @param bytes the three bytes and the fraction's bytes as one number
   * @param fractionBytes 0 to 3
   */
  static String time(long bytes, int fractionBytes, int digits) {
    long number = bytes - (TIME_ZERO << (8 * fractionBytes));
    boolean negative = number < 0;
    long absolute = Math.abs(number);
    long packed = absolute >> (8 * fractionBytes);
    long fraction = absolute & ((1L << (8 * fractionBytes)) - 1);
    int micros = (int) (fraction * pow100(3 - fractionBytes));
    return (negative ? "-" : "") + clock((int) ((packed >> 12) & 0x3FF), (int) ((packed >> 6) & 63), (int) (packed & 63))
        + fraction(micros, digits);
  }

  /** The stored fraction: one byte for each two digits. */
  static int micros(int stored, int fractionBytes) {
    return stored * pow100(3 - fractionBytes);
  }

  private static int pow100(int exponent) {
    return switch (exponent) {
      case 0 -> 1;
      case 1 -> 100;
      case 2 -> 10_000;
      default -> 1_000_000;
    };
  }

  private static String date(int year, int month, int day) {
    return String.format("%04d-%02d-%02d", year, month, day);
  }

  private static String clock(int hour, int minute, int second) {
    return String.format("%02d:%02d:%02d", hour, minute, second);
  }

  private static String fraction(int micros, int digits) {
    return digits == 0 ? "" : "." + String.format("%06d", micros).substring(0, digits);
  }
}
