package dev.tideway.verify;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DigestTest {
  @Test
  void addsUnsignedNumbersBeyond64Bits() {
    Digest.Adding adding = new Digest.Adding();
    BigInteger expected = BigInteger.ZERO;
    for (long bits : new long[] {-1, -1, 1, Long.MIN_VALUE, 0, Long.MAX_VALUE, -1}) {
      adding.row(bits, 0);
      expected = expected.add(new BigInteger(Long.toUnsignedString(bits)));
    }
    assertThat(adding.digest().sum()).isEqualTo(expected);
    assertThat(adding.digest().rows()).isEqualTo(7);
  }

  @Test
  void distinguishesDocumentsThatChangedPlaces() {
    Digest.Adding one = new Digest.Adding();
    one.row(1, 10);
    one.row(2, 20);
    Digest.Adding other = new Digest.Adding();
    other.row(1, 20);
    other.row(2, 10);
    assertThat(one.digest()).isNotEqualTo(other.digest());
    assertThat(one.digest().sum()).isEqualTo(other.digest().sum());
  }

  @Test
  void equalRowsDoNotCancelOut() {
    Digest.Adding twice = new Digest.Adding();
    twice.row(5, 0);
    twice.row(5, 0);
    Digest.Adding others = new Digest.Adding();
    others.row(6, 0);
    others.row(6, 0);
    assertThat(twice.digest()).isNotEqualTo(others.digest());
  }
}
