package dev.tideway.plan.account;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RdsHostTest {
  @Test
  void readsTheIdentifierOfInstancesAndClusters() {
    assertThat(RdsHost.of("orders-1.c0abcdefgh1.eu-west-1.rds.amazonaws.com")).contains(new RdsHost("orders-1", false));
    assertThat(RdsHost.of("orders.cluster-c0abcdefgh1.eu-west-1.rds.amazonaws.com")).contains(new RdsHost("orders", true));
    assertThat(RdsHost.of("orders.cluster-ro-c0abcdefgh1.eu-west-1.rds.amazonaws.com")).contains(new RdsHost("orders", true));
    assertThat(RdsHost.of("Orders.c0abcdefgh1.cn-north-1.rds.amazonaws.com.cn")).contains(new RdsHost("orders", false));
  }

  @Test
  void ignoresDifferentHosts() {
    assertThat(RdsHost.of("127.0.0.1")).isEmpty();
    assertThat(RdsHost.of("db.example.com")).isEmpty();
    assertThat(RdsHost.of("mine.cluster-custom-c0abcdefgh1.eu-west-1.rds.amazonaws.com")).isEmpty();
    assertThat(RdsHost.of("orders.c0abcdefgh1.eu-west-1.rds.amazonaws.com.example.org")).isEmpty();
  }
}
