package dev.tideway.schema;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of the dry run's databases: one for each database of the source, named after the migration. */
final class ScratchNames {
  private final String prefix;
  private final Map<String, String> names = new HashMap<>();

  ScratchNames(String migration, Collection<String> schemas) {
    this.prefix = "tideway_dryrun_" + migration + "_";
    int number = 1;
    for (String schema : schemas) {
      names.put(schema, prefix + number++);
    }
  }

  /** The scratch name of a schema. A schema that is not migrated keeps its name. */
  String of(String schema) {
    return names.getOrDefault(schema, schema);
  }

  /** The schema to which a scratch database belongs. Another database keeps its name. */
  String back(String database) {
    return names.entrySet().stream().filter(n -> n.getValue().equals(database)).map(Map.Entry::getKey).findFirst().orElse(database);
  }

  /** The databases in the list that a dry run of this migration has left, whatever schemas that dry run had. */
  List<String> among(Collection<String> databases) {
    return databases.stream().filter(d -> d.startsWith(prefix) && d.substring(prefix.length()).matches("\\d+")).toList();
  }

  /** A message of the target, with scratch names replaced by the source's names. */
  String translate(String message) {
    String text = message;
    for (Map.Entry<String, String> name : names.entrySet()) {
      // a name must end at a word boundary, so that _1 does not match _12
      text = text.replaceAll(java.util.regex.Pattern.quote(name.getValue()) + "(?!\\d)", java.util.regex.Matcher.quoteReplacement(name.getKey()));
    }
    return text;
  }
}
