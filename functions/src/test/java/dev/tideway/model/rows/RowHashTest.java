package dev.tideway.model.rows;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RowHashTest {
  /** MySQL, MariaDB and TiDB all print: SELECT CRC32(h)<<32|CRC32(LEFT(h,32)) of h = SHA2('a row',256). */
  @Test
  void makesTheNumberThatServersMake() {
    assertThat(Long.toUnsignedString(RowHash.number("adc376f3b632de3ca02e1b6597d37c8143147c2f4287c8d0df9ecf0ee3bda9fc".getBytes(StandardCharsets.US_ASCII)))).isEqualTo("15494466774392405260");
  }

  /** A bit that is never or always set would make a missed difference more likely than once in 2^64. */
  @Test
  void everyBitIsSetInHalfOfTheNumbers() {
    int rows = 20_000;
    int[] set = new int[Long.SIZE];
    IntStream.range(0, rows).mapToLong(row -> RowHash.number(sha256(row).getBytes(StandardCharsets.US_ASCII)))
        .forEach(number -> IntStream.range(0, Long.SIZE).filter(bit -> (number >>> bit & 1) == 1).forEach(bit -> set[bit]++));
    assertThat(IntStream.of(set).boxed()).allSatisfy(times -> assertThat(times).isBetween(rows / 2 - 500, rows / 2 + 500));
  }

  private static String sha256(int row) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Integer.toString(row).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
