package dev.tideway.schema;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The dry run's databases: one for each of the source's, named after the migration. */
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

  /** The scratch name of a schema; a schema outside of the migration keeps its own. */
  String of(String schema) {
    return names.getOrDefault(schema, schema);
  }

  /** The schema that a scratch database stands for; another database keeps its own name. */
  String back(String database) {
    return names.entrySet().stream().filter(n -> n.getValue().equals(database)).map(Map.Entry::getKey).findFirst().orElse(database);
  }

  /** Those of the databases that are left from a dry run of this migration, whatever schemas it then had. */
  List<String> among(Collection<String> databases) {
    return databases.stream().filter(d -> d.startsWith(prefix) && d.substring(prefix.length()).matches("\\d+")).toList();
  }

  /** A message of the target with the source's names in it. */
  String translate(String message) {
    String text = message;
    for (Map.Entry<String, String> name : names.entrySet()) {
      // with a border behind it, so that _1 does not match _12
      text = text.replaceAll(java.util.regex.Pattern.quote(name.getValue()) + "(?!\\d)", java.util.regex.Matcher.quoteReplacement(name.getKey()));
    }
    return text;
  }
}
