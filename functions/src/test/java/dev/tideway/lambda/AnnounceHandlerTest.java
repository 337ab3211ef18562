package dev.tideway.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.Announcements;
import dev.tideway.aws.Announcements.Importance;
import dev.tideway.error.LockLost;
import dev.tideway.json.Json;
import dev.tideway.run.Locks;
import dev.tideway.run.Measurement;
import dev.tideway.run.Run;
import dev.tideway.testing.MemoryLocks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class AnnounceHandlerTest {
  private static final Run RUN = new Run("shop", "arn:e", 1, "p");

  private static final Instant NOW = Instant.parse("2026-11-23T00:10:00.123Z");

  private final MemoryLocks locks = new MemoryLocks();
  private final List<Announcements.Progress> events = new ArrayList<>();
  private final AnnounceHandler announce = new AnnounceHandler(locks, events::add, Clock.systemUTC());

  @Test
  void recordsThePhaseAndPublishesIt() {
    locks.acquire("shop", "arn:e", "s", "p");
    announce("Load", Json.object().put("tables", 12));
    assertThat(locks.find("shop").orElseThrow().phase()).isEqualTo("Load");
    assertThat(events).singleElement().satisfies(e -> assertThat(e.facts().get("tables").asInt()).isEqualTo(12));
  }

  @Test
  void keepsThePhaseInWhichTheMigrationFailed() {
    locks.acquire("shop", "arn:e", "s", "p");
    announce("Verify", Json.object());
    announce("Fail", Json.object());
    assertThat(locks.find("shop").orElseThrow().phase()).isEqualTo("Verify");
    assertThat(events).extracting(Announcements.Progress::severity).containsExactly(Importance.info, Importance.error);
  }

  @Test
  void asksForActionOnlyWhereAPersonIsNeeded() {
    locks.acquire("shop", "arn:e", "s", "p");
    announce("Approve", Json.object().put("approval", "none"));
    announce("Approve", Json.object().put("approval", "required"));
    announce("Switch", Json.object());
    assertThat(events).extracting(Announcements.Progress::severity).containsExactly(Importance.info, Importance.action, Importance.action);
  }

  /** A state that is tried again has the same time of entry. */
  @Test
  void recordsOnceWhenAPhaseBegan() {
    locks.acquire("shop", "arn:e", "s", "p");
    announce("Load", Json.object());
    announce("Load", Json.object());
    assertThat(locks.find("shop").orElseThrow().phases()).containsExactly(new Locks.PhaseStart("Load", NOW));
  }

  @Test
  void announcesAVerificationThatAPersonStartedWithoutALock() {
    Run unlocked = new Run("shop", "arn:v", 0, "verifications/shop/v");
    JsonNode facts = Json.object().put("verdict", "different").put("mismatches", 7);
    announce.handle(new AnnounceHandler.Input(unlocked, "Verified", Optional.empty(), Optional.of(facts)), () -> Duration.ofMinutes(1));
    assertThat(events).extracting(Announcements.Progress::severity).containsExactly(Importance.action);
    assertThat(locks.all()).isEmpty();
  }

  /** The report of a finished migration contains the metric too, so that its announcement would count it twice. */
  @Test
  void measuresTheWriteDowntimeWhenTheApplicationMaySwitchAndNeverAgain() {
    locks.acquire("shop", "arn:e", "s", "p");
    JsonNode facts = Json.object().put("writeDowntimeSeconds", 12.5);
    assertThat(announce("Switch", facts).measurements()).extracting(Measurement::value).containsExactly(12.5);
    assertThat(announce("Done", facts).measurements()).isEmpty();
  }

  @Test
  void publishesNothingForAnExecutionThatLostTheLock() {
    locks.acquire("shop", "arn:other", "s", "p");
    assertThatThrownBy(() -> announce("Load", Json.object())).isInstanceOf(LockLost.class);
    assertThat(events).isEmpty();
  }

  private AnnounceHandler.Output announce(String phase, JsonNode facts) {
    return announce.handle(new AnnounceHandler.Input(RUN, phase, Optional.of(NOW), Optional.of(facts)), () -> Duration.ofMinutes(1));
  }
}
