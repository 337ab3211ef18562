package dev.tideway.verify;

import dev.tideway.model.TableId;
import dev.tideway.model.rows.JsonHash;
import dev.tideway.model.rows.RowHash;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fingerprint of a set of rows: their number and the sum of their digests. It is a sum because with XOR two equal rows would cancel out.
 * The order of the rows does not matter.
 *
 * @param rows number of rows
 * @param sum sum of the numbers of the rows' hashes ({@link RowHash}); one SQL statement computes the same sum
 * @param documents sum (modulo 2^64) of the fingerprints of their JSON documents, where these are compared by value
 */
public record Digest(long rows, BigInteger sum, long documents) {
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

  /** The content of a row's text, the fastest form first. If the digests are equal in any form, the rows are equal. */
  public enum Encoding {
    /** Every column; JSON, FLOAT and DOUBLE as the server prints them. Different digests may mean equal values in different print. */
    printed,
    /** As {@link #printed}, but JSON is fingerprinted by value. */
    documents,
    /** Every column by value. Different digests mean different rows. */
    values,
    /** As {@link #values}, with FLOAT values in the six digits that servers print when they send a value as text. */
    rounded
  }

  /**
   * Records for which tables both servers print values alike, so far. Where they do, the digest of the printed text is the fastest
   * comparison. Where they do not, it wastes time. A wrong guess costs time and never changes a result.
   */
  static final class Pushdown {
    private final Map<Tried, Integer> alike = new ConcurrentHashMap<>();

    private record Tried(TableId table, Encoding form) {}

    /** Whether to compute digests of that form. */
    boolean worth(TableReader reader, Encoding form) {
      return switch (form) {
        case printed -> alike(reader);
        case documents -> alike.getOrDefault(tried(reader, form), 0) >= 0;
        case values, rounded -> true;
      };
    }

    private boolean alike(TableReader reader) {
      Tried printed = tried(reader, Encoding.printed);
      if (!alike.containsKey(printed)) {
        alike.putIfAbsent(printed, !reader.documents() || reader.printsAlike() ? 1 : -1);
      }
      return alike.get(printed) >= 0;
    }

    /** Records that a chunk's digests are equal in one form and were different in the forms before it. */
    void seen(TableReader reader, List<Encoding> different, Encoding equal) {
      different.forEach(form -> alike.merge(tried(reader, form), -1, Integer::sum));
      alike.merge(tried(reader, equal), 1, Integer::sum);
    }

    private static Tried tried(TableReader reader, Encoding form) {
      return new Tried(reader.table().table().id(), form);
    }
  }
}
