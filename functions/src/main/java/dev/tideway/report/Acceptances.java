package dev.tideway.report;

import dev.tideway.request.Finding;
import dev.tideway.request.Migration.Acceptance;
import dev.tideway.request.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What the request accepts, applied to what was found. */
final class Acceptances {
  /**
   * Blockers without which a migration cannot end well: databases that do not answer, changes that cannot be read or applied, tables
   * that would be lost, refused or overwritten.
   */
  private static final Set<String> NEVER =
      Set.of(
          "TW-P010", "TW-P011", "TW-P012", "TW-P020", "TW-P022", "TW-P023", "TW-P024", "TW-P025", "TW-P027", "TW-P028", "TW-P040", "TW-P041", "TW-P042",
          "TW-P050", "TW-P051", "TW-P060", "TW-P061", "TW-P062", "TW-P072", "TW-P073", "TW-P090", "TW-P092", "TW-P101", "TW-P102", "TW-P103", "TW-P104",
          "TW-P105", "TW-P106", "TW-P107", "TW-P203", "TW-P204", "TW-P209", "TW-P228", "TW-P304", "TW-P311", "TW-P312", "TW-P314", "TW-P330", "TW-P332", "TW-P341", "TW-P418");

  private Acceptances() {}

  /** The findings, blockers first; accepted ones with the reason and one severity less. */
  static List<Finding> apply(List<Finding> findings, List<Acceptance> accept) {
    List<Finding> result = new ArrayList<>();
    for (Finding finding : findings) {
      result.add(
          accept.stream()
              .filter(a -> covers(a, finding) && !refused(finding))
              .findFirst()
              .map(a -> finding.accepted(a.reason()))
              .orElse(finding));
    }
    for (Acceptance acceptance : accept) {
      List<Finding> covered = findings.stream().filter(f -> covers(acceptance, f)).toList();
      if (covered.isEmpty()) {
        result.add(
            Finding.warning(
                "TW-P302", "/accept", acceptance.code() + acceptance.object().map(o -> " of " + o).orElse("") + ", which was not found", "only findings that exist",
                "remove the entry from \"accept\", or correct its code and object"));
      } else if (covered.stream().anyMatch(Acceptances::refused)) {
        result.add(
            Finding.warning(
                "TW-P303", "/accept", acceptance.code() + ", which cannot be accepted", "what the finding itself needs", "do what the finding says"));
      }
    }
    result.sort(Comparator.comparing(Finding::severity).thenComparing(Finding::code).thenComparing(Finding::object));
    return List.copyOf(result);
  }

  private static boolean covers(Acceptance acceptance, Finding finding) {
    return acceptance.code().equals(finding.code())
        && finding.severity() != Severity.info
        && acceptance.object().filter(o -> !o.equals(finding.object())).isEmpty();
  }

  private static boolean refused(Finding finding) {
    return finding.severity() == Severity.blocker && NEVER.contains(finding.code());
  }
}
