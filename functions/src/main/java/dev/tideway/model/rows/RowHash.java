package dev.tideway.model.rows;

import java.util.zip.CRC32;

/**
 * The hash of a row's text, and a number of 64 uniform bits made of it; in SQL, and the same here.
 *
 * <p>SHA-256, since MySQL has no MD5 and no SHA-1 from 9.6 on (MySQL 9.6 release notes) and builds for FIPS refuse both. The number is made of
 * two CRC32, of all 64 digits and of the first 32: of uniform digits they are uniform, and independent since the second half is only in one of them. CONV,
 * which would make a number of the digits themselves, is worked out row by row on TiDB and costs more than the hash (docs/benchmarks.md).
 */
public final class RowHash {
  /** Without it optimizers merge a derived table into the statement around it, and work its expressions out twice. */
  public static final String UNMERGED = " LIMIT 18446744073709551615";

  private static final int HALF = 32;
  private static final String NUMBER = "(CRC32(%1$s)<<32|CRC32(LEFT(%1$s," + HALF + ")))";

  private RowHash() {}

  /** SQL of the hash: 64 hexadecimal digits, as bytes. */
  public static String sql(String text) {
    return "CAST(SHA2(" + text + ",256) AS BINARY)";
  }

  /** SQL of the first 128 bits, where rows are told apart one by one. */
  public static String row(String text) {
    return "LEFT(SHA2(" + text + ",256)," + HALF + ")";
  }

  /** SQL of the number, from SQL that must not be dear: it stands there twice. */
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
