package dev.tideway.plan;

import dev.tideway.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * List prices of AWS DMS from a dated file, in US dollars. A region, class or amount of storage that is not in the file has no price. Tideway does not guess
 * a price.
 *
 * @param date when the prices were read from the price list
 * @param source where the prices were read
 * @param hours price of one instance for one hour, by region and class
 * @param includedGb storage that the price of an instance includes, in GB, by family of classes
 */
public record Prices(String date, String source, Map<String, Map<String, Double>> hours, Map<String, Integer> includedGb) {
  private static final String RESOURCE = "prices.json";
  private static final int HOURS_OF_DAY = 24;

  /** Reads the price file that is part of the application. */
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

  /** The price of an instance for one day, if the price is known and includes the storage. A standby doubles it. */
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
