package dev.tideway.local.cloud;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScheduleExpressionTest {
  private static final Instant MONDAY = Instant.parse("2026-11-23T06:30:10Z");

  private static String next(String expression, String zone) {
    return ScheduleExpression.parse(expression, ZoneId.of(zone), Duration.ofMinutes(1)).next(MONDAY).map(Instant::toString).orElse("never");
  }

  @Test
  void firesAtARateOfMinutesOfAnyLength() {
    assertThat(next("rate(1 minute)", "UTC")).isEqualTo("2026-11-23T06:31:10Z");
    assertThat(next("rate(2 hours)", "UTC")).isEqualTo("2026-11-23T08:30:10Z");
    assertThat(ScheduleExpression.parse("rate(1 minute)", ZoneId.of("UTC"), Duration.ofSeconds(1)).next(MONDAY))
        .contains(MONDAY.plusSeconds(1));
  }

  @Test
  void firesOnceAtAnInstantOfItsTimeZone() {
    assertThat(next("at(2026-11-23T08:00:00)", "Europe/Berlin")).isEqualTo("2026-11-23T07:00:00Z");
    assertThat(next("at(2026-11-23T06:00:00)", "UTC")).isEqualTo("never");
  }

  @Test
  void firesByCron() {
    assertThat(next("cron(0 2 ? * SUN *)", "UTC")).isEqualTo("2026-11-29T02:00:00Z");
    assertThat(next("cron(*/15 * * * ? *)", "UTC")).isEqualTo("2026-11-23T06:45:00Z");
    assertThat(next("cron(0 9-10,12 1 JAN-FEB ? *)", "America/New_York")).isEqualTo("2027-01-01T14:00:00Z");
    assertThat(next("cron(0 0 1 1 ? 2020)", "UTC")).isEqualTo("never");
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    assertThatThrownBy(() -> next("cron(0 0 L * ? *)", "UTC")).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> next("whenever", "UTC")).hasMessageContaining("whenever");
  }
}
