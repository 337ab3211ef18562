package dev.tideway.schema;

import dev.tideway.catalog.TableId;
import dev.tideway.request.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What all rules share during one conversion: the target, the findings so far, decisions that span tables. */
final class ConversionContext {
  private static final int EXAMPLES = 5;

  final Capabilities target;
  final WidenedKeys widened;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Replaced, List<String>> replaced = new TreeMap<>();

  /** One replacement of a collation in one schema. */
  private record Replaced(String schema, String from, Collations.Mapping to) implements Comparable<Replaced> {
    private String order() {
      return schema + "\0" + from;
    }

    @Override
    public int compareTo(Replaced other) {
      return order().compareTo(other.order());
    }
  }

  ConversionContext(Capabilities target, WidenedKeys widened) {
    this.target = target;
    this.widened = widened;
  }

  void note(Finding finding) {
    findings.add(finding);
  }

  /** Collations are reported by schema: a finding for each of thousands of columns would hide the others. */
  void noteCollation(TableId table, String column, String from, Collations.Mapping to) {
    if (to.effect() != Collations.Effect.same) {
      replaced.computeIfAbsent(new Replaced(table.schema(), from, to), r -> new ArrayList<>()).add(table.table() + "." + column);
    }
  }

  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(findings);
    replaced.forEach((what, columns) -> all.add(finding(what, columns)));
    return all;
  }

  private static Finding finding(Replaced what, List<String> columns) {
    String examples = String.join(", ", columns.subList(0, Math.min(EXAMPLES, columns.size())));
    String found = what.from() + " on " + columns.size() + " columns (" + examples + (columns.size() > EXAMPLES ? ", …" : "") + ")";
    String needed = "a collation of the target: " + what.to().collation();
    return what.to().effect() == Collations.Effect.renamed
        ? Finding.info("TW-P070", what.schema(), found, needed, "nothing: the same texts are equal under both")
        : Finding.warning(
            "TW-P071",
            what.schema(),
            found,
            needed,
            "check that no unique key holds texts that differ only in case, accent or trailing spaces; sort orders may differ");
  }
}
