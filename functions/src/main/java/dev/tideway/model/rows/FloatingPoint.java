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
 * What a FLOAT or DOUBLE column promises of its values, and how far a target's value may be from the source's and still be it.
 *
 * <p>DOUBLE without decimals is compared bit for bit. FLOAT is too, but a value that travelled as text is left with the six digits that MySQL and MariaDB
 * print of it. A column with decimals, {@code DOUBLE(M,D)}, is compared in them: each server rounds to them in its own way, so that the last bit differs and no
 * statement can make the target hold the source's (measured: docs/verification.md).
 *
 * @param single whether it is FLOAT
 * @param decimals how many decimals the type gives, if it does
 */
public record FloatingPoint(boolean single, Optional<Decimals> decimals) {
  /** Of a double, so many decimal digits are certain (DBL_DIG). */
  private static final int CERTAIN = 15;

  private static final MathContext PRINTED = new MathContext(6, RoundingMode.HALF_EVEN);
  private static final Set<String> TYPES = Set.of("float", "double", "real");
  private static final Pattern WITH_DECIMALS = Pattern.compile("\\w+\\((\\d+),(\\d+)\\).*");

  /**
   * Bit-exact text, the same digits on MySQL, MariaDB and TiDB: the shortest decimal where all three print it
   * without an exponent, else scaled by a power of two (which loses nothing) into that range, with the scale appended.
   */
  private static final String EXACT =
      """
      IF(ABS(%1$s) BETWEEN 1e-15 AND 999999999999999e0, %1$s+0e0, IF(%1$s=0,0,CONCAT(\
      CAST(%1$s*POW(2,-32*FLOOR((LOG2(ABS(%1$s))+0.37)/64))*POW(2,-32*FLOOR((LOG2(ABS(%1$s))+0.37)/64)) AS DECIMAL(65,30)),\
      'p',FLOOR((LOG2(ABS(%1$s))+0.37)/64))))""";

  /**
   * As (M,D).
   *
   * @param digits decimal digits in all
   * @param scale those behind the point
   */
  public record Decimals(int digits, int scale) {
    /** The smallest value of which the last decimal is not certain any more. */
    String uncertain() {
      return "1e" + (CERTAIN - scale);
    }

    private BigDecimal of(double value) {
      return BigDecimal.valueOf(value).setScale(scale, RoundingMode.HALF_UP);
    }
  }

  /** What the column promises, if it is FLOAT or DOUBLE. */
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

  /** Text that is equal on both servers exactly if the values are, or their decimals where the type has some and they are certain. */
  String canonical(String c) {
    String exact = EXACT.formatted(c);
    return decimals.map(d -> d.digits() <= CERTAIN ? cut(c, d) : "IF(ABS(" + c + ") < " + d.uncertain() + "," + cut(c, d) + "," + exact + ")").orElse(exact);
  }

  /** As the server prints it, where equal texts are equal values. */
  String printed(String c) {
    return decimals.isPresent() ? canonical(c) : c + "+0e0";
  }

  /** Text that is equal for a value and for what is left of it after travelling as text. Outside of that range, where servers print alike no more, the value itself. */
  String rounded(String c) {
    return "IF(ABS(" + c + ") BETWEEN 1e-20 AND 1e30, CONCAT(CAST(CONCAT(" + c + ") AS DECIMAL(65,30))), " + EXACT.formatted(c) + ")";
  }

  private static String cut(String c, Decimals decimals) {
    return "CAST(" + c + "+0e0 AS DECIMAL(65," + decimals.scale() + "))";
  }

  /** Whether values that differ by {@link #canonical} may still be one, so that both must be looked at. */
  public boolean approximate() {
    return decimals.map(d -> d.digits() > CERTAIN).orElse(single);
  }

  /** Whether the target's value counts as the source's; NaN is NULL. */
  public boolean agrees(double source, double target) {
    if (Double.compare(source, target) == 0) {
      return true;
    }
    if (Double.isNaN(source) || Double.isNaN(target)) {
      return false;
    }
    return decimals.map(d -> rounds(d, source, target)).orElse(single && target == inSixDigits(source));
  }

  /** Two servers that round to decimals which are not certain are a few units in the last place apart. */
  private static boolean rounds(Decimals decimals, double source, double target) {
    return Math.abs(source) < Double.parseDouble(decimals.uncertain())
        ? decimals.of(source).compareTo(decimals.of(target)) == 0
        : Math.abs(source - target) <= 4 * Math.ulp(source);
  }

  /** The FLOAT that a server makes of what MySQL prints: correctly rounded, half to even (its dtoa.c; tried with 20,000 values). */
  private static double inSixDigits(double source) {
    return Float.parseFloat(new BigDecimal(source).round(PRINTED).toString());
  }
}
