package dev.tideway.verify;

import dev.tideway.verify.Placement.Place;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlacementTest {
  private static final int STORE_NANOS = 900;

  /** Chunks in turn, until both places have been tried. */
  private static Placement tried(long rows, int serverNanos) {
    Placement placement = new Placement();
    IntStream.range(0, 4).forEach(i -> {
      Place place = placement.next();
      placement.took(place, rows, rows * (place == Place.store ? STORE_NANOS : serverNanos));
    });
    return placement;
  }

  @Test
  void goesWhereRowsTookLessTime() {
    assertThat(tried(50_000, 600).next()).isEqualTo(Place.server);
    assertThat(tried(50_000, 1_200).next()).isEqualTo(Place.store);
  }

  @Test
  void sendsNoMoreThanTheTrialsToAPlaceThatIsSlowToAnswer() {
    Placement placement = new Placement();
    List<Place> sent = Stream.generate(placement::next).limit(4).toList();
    assertThat(sent).containsExactly(Place.store, Place.server, Place.store, Place.server);
    placement.took(Place.server, 50_000, 50_000 * 600L);
    assertThat(Stream.generate(placement::next).limit(5)).containsOnly(Place.server);
    placement.took(Place.store, 50_000, 50_000 * 300L);
    assertThat(placement.next()).isEqualTo(Place.store);
  }

  @Test
  void keepsLearning() {
    Placement placement = tried(50_000, 600);
    placement.took(Place.server, 50_000, 50_000 * 3_000L);
    assertThat(placement.next()).isEqualTo(Place.store);
  }

  @Test
  void triesInTurnAsLongAsChunksAreTooSmallToTell() {
    Placement placement = tried(10, 1);
    assertThat(placement.next()).isEqualTo(Place.store);
    assertThat(placement.next()).isEqualTo(Place.server);
  }
}
