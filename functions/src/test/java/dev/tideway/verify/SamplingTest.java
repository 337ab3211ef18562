package dev.tideway.verify;

import dev.tideway.model.TableId;
import dev.tideway.verify.Chunk.Sampling;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SamplingTest {
  private static Chunk chunk(int number) {
    return new Chunk(new TableId("s", "t"), number == 0 ? List.of() : List.of(Integer.toString(number)), List.of());
  }

  private static List<Integer> taken(Sampling sampling) {
    return IntStream.range(0, 1000).filter(i -> sampling.takes(chunk(i), i)).boxed().toList();
  }

  @Test
  void selectsAboutItsShareAndAlwaysTheSame() {
    assertThat(taken(new Sampling(10, "full-1"))).hasSizeBetween(70, 130).contains(0).isEqualTo(taken(new Sampling(10, "full-1")));
    assertThat(taken(new Sampling(10, "full-1"))).isNotEqualTo(taken(new Sampling(10, "full-2")));
    assertThat(taken(Sampling.all("final"))).hasSize(1000);
  }

  @Test
  void saysHowMuchASampleProves() {
    assertThat(Sampling.confidence(100, 100)).isEmpty();
    // the probability that 10 of 100 miss 25 different ones is 4.8 %, that they miss 24 is 5.4 %
    assertThat(Sampling.confidence(100, 10).orElseThrow()).contains("10 of 100 chunks").contains("fewer than 25 chunks (25.0 %)").contains("95 %");
    assertThat(Sampling.confidence(2, 1).orElseThrow()).contains("fewer than 2 chunks");
  }
}
