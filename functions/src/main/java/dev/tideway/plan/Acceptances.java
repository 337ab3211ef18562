package dev.tideway.plan;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.error.Severity;
import dev.tideway.run.Migration.Acceptance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Applies the acceptances of the request to the findings. */
public final class Acceptances {
  private Acceptances() {}

  /** The findings, blockers first. An accepted finding shows the reason and is one severity lower. */
  public static List<Finding> apply(List<Finding> findings, List<Acceptance> accept) {
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
                FindingCode.ACCEPTED_NOT_FOUND, "/accept", acceptance.code() + acceptance.object().map(o -> " of " + o).orElse("") + ", which was not found", "only findings that exist",
                "remove the entry from \"accept\", or correct its code and object"));
      } else if (covered.stream().anyMatch(Acceptances::refused)) {
        result.add(
            Finding.warning(
                FindingCode.ACCEPTED_IN_VAIN, "/accept", acceptance.code() + ", which cannot be accepted", "the fix of the finding itself", "do what the finding says"));
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
    return finding.severity() == Severity.blocker && finding.kind().filter(kind -> kind.acceptable() == FindingCode.Acceptable.NO).isPresent();
  }
}
