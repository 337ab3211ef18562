package dev.tideway.verify;

import dev.tideway.model.rows.JsonHash;
import dev.tideway.model.rows.RowHash;
import java.math.BigInteger;

/**
 * Fingerprint of a set of rows: their number and the sum of their digests. It is a sum because with XOR two equal rows would cancel out.
 * The order of the rows does not matter.
 *
 * @param rows number of rows
 * @param sum sum of the numbers of the rows' hashes ({@link RowHash}); one SQL statement computes the same sum
 * @param documents sum (modulo 2^64) of the fingerprints of their JSON documents, where these are compared by value
 */
record Digest(long rows, BigInteger sum, long documents) {
  static final Digest NONE = new Digest(0, BigInteger.ZERO, 0);

  Digest plus(Digest other) {
    return new Digest(rows + other.rows, sum.add(other.sum), documents + other.documents);
  }

  /** Adds up row by row without an object for each row. */
  static final class Adding {
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

    private long rows;
    private long low;
    private long carries;
    private long documents;

    void row(long number, long document) {
      rows++;
      low += number;
      if (Long.compareUnsigned(low, number) < 0) {
        carries++;
      }
      documents += JsonHash.mix(number, document);
    }

    Digest digest() {
      BigInteger sum = BigInteger.valueOf(carries).multiply(WORD).add(new BigInteger(Long.toUnsignedString(low)));
      return new Digest(rows, sum, documents);
    }
  }
}
