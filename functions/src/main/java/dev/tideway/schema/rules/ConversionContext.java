package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Inventory;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import dev.tideway.run.Migration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What all rules share during one conversion: the target, the options of the request, the findings so far, and decisions that concern several tables. */
final class ConversionContext {
  private static final int EXAMPLES = 5;

  private final Capabilities target;
  private final Migration.Schema options;
  private final TiedColumns tied;
  private final SqlRewrite rewrite;
  private final Map<TableId, Table> sources = new HashMap<>();
  private final Set<TableId> partitioned = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Replaced, List<String>> replaced = new TreeMap<>();
  private final Map<String, List<String>> questioned = new TreeMap<>();
  private final Map<String, Map<String, Set<String>>> dropped = new TreeMap<>();
  private final Map<String, Set<String>> checkNames = new TreeMap<>();
  private String rule = "";

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

  ConversionContext(Inventory inventory, Migration.Schema options) {
    this.target = Capabilities.of(inventory.target());
    this.options = options;
    this.tied = TiedColumns.of(inventory, target);
    this.rewrite = new SqlRewrite(target);
    inventory.tables().forEach(t -> sources.put(t.id(), t));
    inventory.tables().stream().filter(t -> t.partitioning().isPresent()).forEach(t -> partitioned.add(t.id()));
  }

  Capabilities target() {
    return target;
  }

  Migration.Schema options() {
    return options;
  }

  TiedColumns tied() {
    return tied;
  }

  SqlRewrite rewrite() {
    return rewrite;
  }

  /** Whether the table is migrated too. */
  boolean selected(TableId table) {
    return sources.containsKey(table);
  }

  /** The table as on the source. */
  Table source(TableId table) {
    return sources.get(table);
  }

  /** Whether the source partitions the table. */
  boolean partitioned(TableId table) {
    return partitioned.contains(table);
  }

  /** Assigns the following findings to that rule. */
  void enter(ConversionRule rule) {
    this.rule = rule.name();
  }

  void report(Finding finding) {
    findings.add(finding.by(rule));
  }

  /** Adds a finding for a loss. It blocks, unless the request contains {@code flatten}. */
  void reportLoss(FindingCode code, String object, String found, String needed, String fix, String flattened) {
    report(
        options.flatten()
            ? Finding.warning(code, object, found, needed, flattened)
            : Finding.blocker(code, object, found, needed, fix + "; or write \"flatten\": true into the request's \"schema\": " + flattened));
  }

  /** Collations are reported by schema: one finding for each of thousands of columns would hide the other findings. */
  void reportCollation(TableId table, String column, String from, Collations.Mapping to) {
    if (to.effect() != Collations.Effect.same) {
      replaced.computeIfAbsent(new Replaced(table.schema(), from, to), r -> new ArrayList<>()).add(table.table() + "." + column);
    }
  }

  /** MySQL and MariaDB store comments in three-byte UTF-8, so an emoji has been a '?' from the start. */
  void reportQuestionMark(TableId table, String object) {
    questioned.computeIfAbsent(table.schema(), s -> new ArrayList<>()).add(object.substring(table.schema().length() + 1));
  }

  /** Storage options are reported by schema too. */
  void reportStorage(TableId table, String options) {
    dropped.computeIfAbsent(table.schema(), s -> new TreeMap<>()).computeIfAbsent(options, o -> new TreeSet<>()).add(table.table());
  }

  /** Reserves the name of a CHECK constraint. Returns whether no other CHECK constraint of the schema has that name. */
  boolean claimCheckName(String schema, String name) {
    return checkNames.computeIfAbsent(schema, s -> new HashSet<>()).add(name.toLowerCase(java.util.Locale.ROOT));
  }

  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(findings);
    replaced.forEach((what, columns) -> all.add(finding(what, columns).by(CollationRule.NAME)));
    dropped.forEach((schema, options) -> options.forEach((text, tables) -> all.add(storage(schema, text, List.copyOf(tables)).by(StorageOptions.NAME))));
    questioned.forEach((schema, comments) -> all.add(questioned(schema, comments).by(TableText.NAME)));
    return all;
  }

  private static Finding questioned(String schema, List<String> comments) {
    return Finding.info(
        FindingCode.QUESTION_MARK, schema, "'?' in the comments of " + comments.size() + " objects (" + examples(comments) + ")", "for your information: the source stores an emoji as '?'",
        "nothing, if they are question marks; else write the comments again on the target");
  }

  private static Finding finding(Replaced what, List<String> columns) {
    String found = what.from() + " on " + columns.size() + " columns (" + examples(columns) + ")";
    String needed = "a collation of the target: " + what.to().collation();
    return what.to().effect() == Collations.Effect.renamed
        ? Finding.info(FindingCode.COLLATION_REPLACED, what.schema(), found, needed, "nothing: the same texts are equal under both")
        : Finding.warning(
            FindingCode.COLLATION_COMPARES_OTHERWISE,
            what.schema(),
            found,
            needed,
            (bothWithoutCase(what) ? "upper and lower case stay equal, in unique keys too; check that no unique key contains texts that differ only in accent"
                    : "check that no unique key contains texts that differ only in case, accent")
                + " or trailing spaces; sort orders may differ");
  }

  private static boolean bothWithoutCase(Replaced what) {
    return what.from().endsWith("_ci") && what.to().collation().endsWith("_ci");
  }

  private static Finding storage(String schema, String options, List<String> tables) {
    return Finding.info(
        FindingCode.STORAGE_OPTIONS, schema, options + " on " + tables.size() + " tables (" + examples(tables) + ")", "no such options: TiDB stores rows differently",
        "nothing");
  }

  private static String examples(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(EXAMPLES, names.size()))) + (names.size() > EXAMPLES ? ", …" : "");
  }
}
