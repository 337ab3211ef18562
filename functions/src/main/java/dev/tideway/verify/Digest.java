package dev.tideway.verify;

import java.math.BigInteger;

/**
 * Fingerprint of a set of rows: their number and the sum of their digests. A sum, since with XOR two equal rows would cancel out;
 * order does not matter.
 */
record Digest(long rows, BigInteger sum) {
  static final Digest NONE = new Digest(0, BigInteger.ZERO);

  Digest plus(BigInteger row) {
    return new Digest(rows + 1, sum.add(row));
  }
}
