package dev.tideway.local.cloud;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a schedule fires: {@code rate(…)}, {@code at(…)} or {@code cron(…)}.
 *
 * <p>Source: EventBridge Scheduler user guide, "Schedule types". In cron expressions, {@code L}, {@code W} and {@code #} are rejected.
 */
sealed interface ScheduleExpression {
  /** The first firing after an instant, if there is one. */
  Optional<Instant> next(Instant after);

  /**
   * Parses an expression.
   *
   * @param minute how long a minute of a rate lasts
   */
  static ScheduleExpression parse(String text, ZoneId zone, Duration minute) {
    Matcher matcher = Pattern.compile("(rate|at|cron)\\((.*)\\)").matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a schedule expression: " + text);
    }
    return switch (matcher.group(1)) {
      case "rate" -> Rate.parse(matcher.group(2), minute);
      case "at" -> new At(LocalDateTime.parse(matcher.group(2)).atZone(zone).toInstant());
      default -> Cron.parse(matcher.group(2), zone);
    };
  }

  /** Fires repeatedly, with this period. */
  record Rate(Duration period) implements ScheduleExpression {
    private static final Map<String, Integer> MINUTES = Map.of("minute", 1, "hour", 60, "day", 24 * 60);

    static Rate parse(String text, Duration minute) {
      String[] parts = text.trim().split(" +");
      return new Rate(minute.multipliedBy(Long.parseLong(parts[0]) * MINUTES.get(parts[1].replaceFirst("s$", ""))));
    }

    @Override
    public Optional<Instant> next(Instant after) {
      return Optional.of(after.plus(period));
    }
  }

  /** Fires once. */
  record At(Instant instant) implements ScheduleExpression {
    @Override
    public Optional<Instant> next(Instant after) {
      return Optional.of(instant).filter(after::isBefore);
    }
  }

  /** Fires at the minutes that match all fields. */
  record Cron(Set<Integer> minutes, Set<Integer> hours, Set<Integer> days, Set<Integer> months, Set<Integer> weekdays,
      Set<Integer> years, ZoneId zone) implements ScheduleExpression {
    private static final List<String> MONTHS =
        List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    static Cron parse(String text, ZoneId zone) {
      String[] fields = text.trim().toUpperCase(Locale.ROOT).split(" +");
      if (fields.length != 6) {
        throw new IllegalArgumentException("a cron expression has six fields: " + text);
      }
      return new Cron(field(fields[0], 0, 59, List.of()), field(fields[1], 0, 23, List.of()), field(fields[2], 1, 31, List.of()),
          field(fields[3], 1, 12, MONTHS), field(fields[4], 1, 7, WEEKDAYS), field(fields[5], 1970, 2199, List.of()), zone);
    }

    private static Set<Integer> field(String text, int lowest, int highest, List<String> names) {
      Set<Integer> values = new TreeSet<>();
      for (String part : text.split(",")) {
        String[] step = part.split("/");
        String[] range = step[0].split("-");
        boolean any = step[0].equals("*") || step[0].equals("?");
        int from = any ? lowest : number(range[0], names);
        int to = any || (step.length == 2 && range.length == 1) ? highest : number(range[range.length - 1], names);
        for (int value = from; value <= to; value += step.length == 2 ? Integer.parseInt(step[1]) : 1) {
          values.add(value);
        }
      }
      return values;
    }

    private static int number(String text, List<String> names) {
      return names.contains(text) ? names.indexOf(text) + 1 : Integer.parseInt(text);
    }

    @Override
    public Optional<Instant> next(Instant after) {
      ZonedDateTime time = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
      while (time.getYear() <= 2199) {
        boolean day = years.contains(time.getYear()) && months.contains(time.getMonthValue()) && days.contains(time.getDayOfMonth())
            && weekdays.contains(sundayFirst(time.getDayOfWeek()));
        if (!day) {
          time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
        } else if (!hours.contains(time.getHour())) {
          time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
        } else if (!minutes.contains(time.getMinute())) {
          time = time.plusMinutes(1);
        } else {
          return Optional.of(time.toInstant());
        }
      }
      return Optional.empty();
    }

    private static int sundayFirst(DayOfWeek day) {
      return day.getValue() % 7 + 1;
    }
  }
}
