package dev.tideway.verify;

import java.math.BigInteger;

/**
 * What one side holds under one key.
 *
 * @param copies how many rows; more than one only where the key is not unique
 * @param digest sum of the rows' digests
 * @param rounded whether a value of the target is the source's only in the digits that its type promises; the digest is the source's then
 */
record Row(long copies, BigInteger digest, boolean rounded) {
  boolean same(Row other) {
    return copies == other.copies && digest.equals(other.digest);
  }
}
