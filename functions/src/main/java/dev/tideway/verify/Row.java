package dev.tideway.verify;

import java.math.BigInteger;

/**
 * The rows of one side under one key.
 *
 * @param copies number of rows; more than one only where the key is not unique
 * @param digest sum of the rows' digests
 * @param rounded whether a value of the target equals the source's value only in the digits that its type promises; the digest is then the
 *     source's
 */
record Row(long copies, BigInteger digest, boolean rounded) {
  boolean same(Row other) {
    return copies == other.copies && digest.equals(other.digest);
  }
}
