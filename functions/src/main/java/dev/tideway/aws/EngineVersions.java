package dev.tideway.aws;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.EngineVersion;
import software.amazon.awssdk.services.databasemigration.model.ReleaseStatusValues;

/** Engine versions of AWS DMS that a region offers. */
public final class EngineVersions {
  private EngineVersions() {}

  /** All released versions, newest last. Beta versions are left out. */
  public static List<EngineVersion> offered(DatabaseMigrationClient dms) {
    return dms.describeEngineVersions(r -> {}).engineVersions().stream()
        .filter(version -> version.releaseStatus() != ReleaseStatusValues.BETA)
        .sorted(Comparator.comparing(EngineVersion::version, EngineVersions::compare))
        .toList();
  }

  /** The version for a new instance. If none is given, AWS DMS may choose a version that is near its end of support. */
  public static Optional<String> newest(DatabaseMigrationClient dms) {
    List<EngineVersion> offered = offered(dms);
    return offered.isEmpty() ? Optional.empty() : Optional.of(offered.getLast().version());
  }

  /** The time when AWS DMS upgrades instances of that version by itself, which restarts their tasks, or ends support for the version. */
  public static Optional<Instant> end(EngineVersion version) {
    return Stream.of(version.autoUpgradeDate(), version.forceUpgradeDate(), version.deprecationDate())
        .filter(date -> date != null)
        .min(Comparator.naturalOrder());
  }

  /** Compares by numbers: 3.10 is newer than 3.9. */
  public static int compare(String one, String other) {
    return Arrays.compare(numbers(one), numbers(other));
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("\\D+")).filter(part -> !part.isEmpty()).mapToInt(Integer::parseInt).toArray();
  }
}
