package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.plan.Estimates;
import dev.tideway.run.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares the replication instance that the request asks for with the one that the estimates propose. */
final class InstanceChecks {
  private static final Pattern CLASS = Pattern.compile("dms\\.([a-z])\\d[a-z]*\\.(\\d*)(x?)large");

  private InstanceChecks() {}

  static List<Finding> size(CheckContext s) {
    Migration.Replication wanted = s.migration().replication();
    Estimates e = s.estimates();
    List<Finding> findings = new ArrayList<>();
    Optional<Long> has = gibibytes(wanted.instanceClass());
    Optional<Long> needs = gibibytes(e.instanceClass());
    if (has.isPresent() && needs.isPresent() && has.get() < needs.get()) {
      findings.add(
          Finding.warning(
              FindingCode.INSTANCE_SMALL, "/replication/instanceClass", wanted.instanceClass() + ", which has " + has.get() + " GiB of memory", e.instanceClass() + " or larger: " + e.reason(),
              "write \"instanceClass\": \"" + e.instanceClass() + "\" into \"replication\""));
    }
    if (wanted.storageGb() < e.storageGb()) {
      findings.add(
          Finding.warning(
              FindingCode.INSTANCE_SMALL, "/replication/storageGb", wanted.storageGb() + " GB", e.storageGb() + " GB or more: " + e.reason(),
              "write \"storageGb\": " + e.storageGb() + " into \"replication\""));
    }
    return findings;
  }

  /**
   * Memory of a class. A large class has two processors, and 2, 4 or 8 GiB for each processor, depending on its family (AWS DMS user guide, "Choosing a
   * replication instance").
   */
  private static Optional<Long> gibibytes(String instanceClass) {
    Matcher parts = CLASS.matcher(instanceClass);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long larges = parts.group(3).isEmpty() ? 1 : parts.group(2).isEmpty() ? 2 : 2 * Long.parseLong(parts.group(2));
    return switch (parts.group(1)) {
      case "c" -> Optional.of(4 * larges);
      case "t" -> Optional.of(8 * larges);
      case "r" -> Optional.of(16 * larges);
      default -> Optional.empty();
    };
  }
}
