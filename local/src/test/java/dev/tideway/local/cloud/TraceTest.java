package dev.tideway.local.cloud;

import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TraceTest {
  @Test
  void countsTheRunsOfEachFunctionInAChain() {
    Trace trace = Trace.start();
    for (int round = 1; round <= 16; round++) {
      assertThat(trace.loops("observe")).as("round %s", round).isFalse();
      trace = Trace.of(Optional.of(trace.through("observe").through("probe-" + round % 2).header()));
    }
    assertThat(trace.loops("observe")).isTrue();
    assertThat(trace.loops("probe-0")).isFalse();
  }

  @Test
  void beginsAChainIfTheCallNamesNone() {
    assertThat(Trace.of(Optional.empty()).runs()).isEmpty();
    assertThat(Trace.of(Optional.of("Self=1-67891233-abcdef012345678912345678")).root()).isNotEmpty();
  }

  @Test
  void writesAHeaderAsXRayReadsIt() {
    assertThat(Trace.start().through("observe").header())
        .matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=[0-9a-f]{8}:1");
  }
}
