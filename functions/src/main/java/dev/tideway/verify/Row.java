package dev.tideway.verify;

import java.math.BigInteger;

/**
 * What one side holds under one key.
 *
 * @param copies how many rows; more than one only where the key is not unique
 * @param exact sum of the rows' digests
 * @param rounded the same with FLOAT values in six digits
 */
record Row(long copies, BigInteger exact, BigInteger rounded) {
  Row plus(Row other) {
    return new Row(copies + other.copies, exact.add(other.exact), rounded.add(other.rounded));
  }

  /** FLOAT values that travelled as text have lost digits, others have not: a row may be equal either way. */
  boolean same(Row other) {
    return copies == other.copies && (exact.equals(other.exact) || rounded.equals(other.rounded));
  }
}
