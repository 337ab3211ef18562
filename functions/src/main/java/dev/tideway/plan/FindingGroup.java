package dev.tideway.plan;

import dev.tideway.error.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Findings of one kind. A reader wants to read nine hundred findings of the same kind as one item.
 *
 * @param findings of one code and severity, at least one
 */
public record FindingGroup(List<Finding> findings) {
  /** Number of findings that are shown in full. */
  private static final int FIRST = 3;

  /** Maximum number of objects that are named where space is limited. */
  private static final int NAMED = 20;

  /** Groups in the order of their first findings. */
  public static List<FindingGroup> of(List<Finding> findings) {
    Map<String, List<Finding>> groups = new LinkedHashMap<>();
    findings.forEach(f -> groups.computeIfAbsent(f.severity() + " " + f.code(), kind -> new ArrayList<>()).add(f));
    return groups.values().stream().map(FindingGroup::new).toList();
  }

  String code() {
    return findings.getFirst().code();
  }

  List<Finding> first() {
    return findings.subList(0, Math.min(FIRST, findings.size()));
  }

  List<Finding> rest() {
    return findings.subList(first().size(), findings.size());
  }

  /** One line for each of the first findings, then one line that names the objects of the others. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(first().stream().map(Finding::line).toList());
    if (!rest().isEmpty()) {
      String named = String.join(", ", rest().stream().limit(NAMED).map(Finding::object).toList());
      lines.add(code() + ", " + rest().size() + " more: " + named + (rest().size() > NAMED ? ", …" : ""));
    }
    return lines;
  }
}
