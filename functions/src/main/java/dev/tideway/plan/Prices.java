package dev.tideway.plan;

import dev.tideway.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * List prices of AWS DMS from a dated file, in US dollars. A region, class or amount of storage that the file lacks has no price;
 * nothing is guessed.
 *
 * @param date when the prices were read from the price list
 * @param source where they were read
 * @param hours an hour of one instance, by region and class
 * @param includedGb storage that comes with an instance, in GB, by family of classes
 */
public record Prices(String date, String source, Map<String, Map<String, Double>> hours, Map<String, Integer> includedGb) {
  private static final String RESOURCE = "prices.json";
  private static final int HOURS_OF_DAY = 24;

  /** The file that comes with the application. */
  public static Prices read() {
    try (InputStream in = Prices.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + RESOURCE);
      }
      return Json.read(in, Prices.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an instance costs a day, if its price is known and its storage comes with it. A standby costs as much again. */
  Optional<Double> day(String region, String instanceClass, int storageGb, boolean standby) {
    if (storageGb > includedGb.getOrDefault(family(instanceClass), 0)) {
      return Optional.empty();
    }
    return Optional.ofNullable(hours.getOrDefault(region, Map.of()).get(instanceClass))
        .map(hour -> Math.round(hour * HOURS_OF_DAY * (standby ? 2 : 1) * 100) / 100.0);
  }

  /** {@code r6i} of {@code dms.r6i.large}. */
  private static String family(String instanceClass) {
    String[] parts = instanceClass.split("\\.", -1);
    return parts.length == 3 ? parts[1] : "";
  }
}
