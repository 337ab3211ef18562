package dev.tideway.model.rows;

import dev.tideway.model.Column;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The precision of the values of a FLOAT or DOUBLE column, and how far a target's value may differ from the source's and still count as equal.
 *
 * <p>DOUBLE without decimals is compared bit for bit. FLOAT is too, but a value that travelled as text keeps only the six digits that MySQL and MariaDB
 * print. A column with decimals, {@code DOUBLE(M,D)}, is compared in its decimals. Each server rounds to them in a different way, so the last bit differs,
 * and no statement can make the target hold the source's value (measured: docs/verification.md).
 *
 * @param single whether it is FLOAT
 * @param decimals number of decimals, if the type defines it
 */
public record FloatingPoint(boolean single, Optional<Decimals> decimals) {
  /** Number of decimal digits of a double that are certain (DBL_DIG). */
  private static final int CERTAIN = 15;

  private static final MathContext PRINTED = new MathContext(6, RoundingMode.HALF_EVEN);
  private static final Set<String> TYPES = Set.of("float", "double", "real");
  private static final Pattern WITH_DECIMALS = Pattern.compile("\\w+\\((\\d+),(\\d+)\\).*");

  /**
   * Bit-exact text with the same digits on MySQL, MariaDB and TiDB. It is the shortest decimal if all three print it without an exponent. Otherwise the
   * value is scaled by a power of two (which loses nothing) into that range, and the scale is appended.
   */
  private static final String EXACT =
      """
      IF(ABS(%1$s) BETWEEN 1e-15 AND 999999999999999e0, %1$s+0e0, IF(%1$s=0,0,CONCAT(\
      CAST(%1$s*POW(2,-32*FLOOR((LOG2(ABS(%1$s))+0.37)/64))*POW(2,-32*FLOOR((LOG2(ABS(%1$s))+0.37)/64)) AS DECIMAL(65,30)),\
      'p',FLOOR((LOG2(ABS(%1$s))+0.37)/64))))""";

  /**
   * The type's (M,D).
   *
   * @param digits number of all decimal digits
   * @param scale number of digits after the point
   */
  public record Decimals(int digits, int scale) {
    /** The smallest value whose last decimal is not certain any more. */
    String uncertain() {
      return "1e" + (CERTAIN - scale);
    }

    private BigDecimal of(double value) {
      return BigDecimal.valueOf(value).setScale(scale, RoundingMode.HALF_UP);
    }
  }

  /** The precision of the column, if it is FLOAT or DOUBLE. */
  public static Optional<FloatingPoint> of(Column column) {
    if (!TYPES.contains(column.type())) {
      return Optional.empty();
    }
    Matcher type = WITH_DECIMALS.matcher(column.columnType().toLowerCase(Locale.ROOT));
    return Optional.of(
        new FloatingPoint(
            column.type().equals("float"),
            type.matches() ? Optional.of(new Decimals(Integer.parseInt(type.group(1)), Integer.parseInt(type.group(2)))) : Optional.empty()));
  }

  /** Text that is equal on both servers exactly if the values are equal. If the type has decimals and they are certain, it compares the decimals. */
  String canonical(String c) {
    String exact = EXACT.formatted(c);
    return decimals.map(d -> d.digits() <= CERTAIN ? cut(c, d) : "IF(ABS(" + c + ") < " + d.uncertain() + "," + cut(c, d) + "," + exact + ")").orElse(exact);
  }

  /** Text as the server prints it. Equal texts are equal values. */
  String printed(String c) {
    return decimals.isPresent() ? canonical(c) : c + "+0e0";
  }

  /**
   * Text that is equal for a value and for what remains of it after travelling as text. Outside of that range servers print values differently, so the
   * text is the value itself.
   */
  String rounded(String c) {
    return "IF(ABS(" + c + ") BETWEEN 1e-20 AND 1e30, CONCAT(CAST(CONCAT(" + c + ") AS DECIMAL(65,30))), " + EXACT.formatted(c) + ")";
  }

  private static String cut(String c, Decimals decimals) {
    return "CAST(" + c + "+0e0 AS DECIMAL(65," + decimals.scale() + "))";
  }

  /** Whether values that differ by {@link #canonical} may still be equal, so that both must be checked. */
  public boolean approximate() {
    return decimals.map(d -> d.digits() > CERTAIN).orElse(single);
  }

  /** Whether the target's value counts as equal to the source's. NaN counts as NULL. */
  public boolean agrees(double source, double target) {
    if (Double.compare(source, target) == 0) {
      return true;
    }
    if (Double.isNaN(source) || Double.isNaN(target)) {
      return false;
    }
    return decimals.map(d -> rounds(d, source, target)).orElse(single && target == inSixDigits(source));
  }

  /** Two servers that round to decimals which are not certain differ by a few units in the last place. */
  private static boolean rounds(Decimals decimals, double source, double target) {
    return Math.abs(source) < Double.parseDouble(decimals.uncertain())
        ? decimals.of(source).compareTo(decimals.of(target)) == 0
        : Math.abs(source - target) <= 4 * Math.ulp(source);
  }

  /** The FLOAT that a server computes from what MySQL prints: correctly rounded, half to even (its dtoa.c; tried with 20,000 values). */
  private static double inSixDigits(double source) {
    return Float.parseFloat(new BigDecimal(source).round(PRINTED).toString());
  }
}
