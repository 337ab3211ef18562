package dev.tideway.plan.account;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AddressPrefixTest {
  @Test
  void networksOverlapIfOneContainsTheSecond() {
    assertThat(AddressPrefix.overlap("10.0.0.0/16", "10.0.7.0/24")).isTrue();
    assertThat(AddressPrefix.overlap("10.0.7.0/24", "10.0.0.0/16")).isTrue();
    assertThat(AddressPrefix.overlap("10.0.7.0/24", "10.0.7.9/32")).isTrue();
    assertThat(AddressPrefix.overlap("0.0.0.0/0", "255.1.2.3/32")).isTrue();
    assertThat(AddressPrefix.overlap("10.0.7.0/24", "10.0.8.0/24")).isFalse();
    assertThat(AddressPrefix.overlap("10.0.7.0/25", "10.0.7.128/25")).isFalse();
    assertThat(AddressPrefix.overlap("10.1.0.0/16", "11.1.0.0/16")).isFalse();
  }

  @Test
  void whatIsNotAnIpv4NetworkMayContainAnyAddress() {
    assertThat(AddressPrefix.overlap("pl-12345", "10.0.7.0/24")).isTrue();
    assertThat(AddressPrefix.overlap("::/0", "10.0.7.0/24")).isTrue();
  }
}
