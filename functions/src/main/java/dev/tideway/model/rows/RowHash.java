package dev.tideway.model.rows;

import java.util.zip.CRC32;

/**
 * The hash of a row's text, and a number of 64 uniform bits computed from it. Both exist as SQL and in Java.
 *
 * <p>The hash is SHA-256, because MySQL has no MD5 and no SHA-1 from 9.6 on (MySQL 9.6 release notes), and builds for FIPS refuse both. The number consists
 * of two CRC32: one of all 64 digits and one of the first 32. They are uniform because the digits are uniform. They are independent because only one of them
 * contains the second half. CONV could convert the digits themselves to a number, but TiDB evaluates it row by row, and it costs more than the hash
 * (docs/benchmarks.md).
 */
public final class RowHash {
  /** Without it, optimizers merge a derived table into the outer statement and evaluate its expressions twice. */
  public static final String UNMERGED = " LIMIT 18446744073709551615";

  private static final int HALF = 32;
  private static final String NUMBER = "(CRC32(%1$s)<<32|CRC32(LEFT(%1$s," + HALF + ")))";

  private RowHash() {}

  /** SQL of the hash: 64 hexadecimal digits, as bytes. */
  public static String sql(String text) {
    return "CAST(SHA2(" + text + ",256) AS BINARY)";
  }

  /** SQL of the first 128 bits, for comparing rows one by one. */
  public static String row(String text) {
    return "LEFT(SHA2(" + text + ",256)," + HALF + ")";
  }

  /** SQL of the number. The SQL of the hash must be cheap, because the result contains it twice. */
  public static String number(String hash) {
    return NUMBER.formatted(hash);
  }

  /** The number of a hash that was read. */
  public static long number(byte[] hash) {
    return crc(hash, hash.length) << Integer.SIZE | crc(hash, HALF);
  }

  private static long crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }
}
