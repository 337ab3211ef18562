package dev.tideway.schema.rules;

import dev.tideway.model.Server;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The capabilities of the live target: its lists of collations and character sets, its switches, and what follows from its version.
 *
 * @param major of TiDB's version
 * @param minor of TiDB's version
 * @param collations names of the collations that it supports
 * @param charsets names of the character sets that it supports
 * @param checks whether CHECK constraints are kept (tidb_enable_check_constraint)
 * @param indexFunctions functions that an expression index may call
 * @param fullText whether FULLTEXT indexes are built (TiDB Cloud Starter and Essential) and not only parsed
 */
public record Capabilities(
    int major, int minor, Set<String> collations, Set<String> charsets, boolean checks, Set<String> indexFunctions, boolean fullText) {
  private static final Pattern VERSION = Pattern.compile("TiDB-v(\\d+)\\.(\\d+)");

  /** The list of TiDB 8.5.6 (measured); 7.5 and 8.1 document the same. */
  private static final String INDEX_FUNCTIONS =
      "json_array, json_array_append, json_array_insert, json_contains, json_contains_path, json_depth, json_extract, json_insert, json_keys, "
          + "json_length, json_merge_patch, json_merge_preserve, json_object, json_pretty, json_quote, json_remove, json_replace, json_schema_valid, "
          + "json_search, json_set, json_storage_size, json_type, json_unquote, json_valid, lower, md5, reverse, tidb_shard, upper, vitess_hash";

  /** A target that does not report its version is treated as the oldest supported one. */
  public static Capabilities of(Server target) {
    Matcher matcher = VERSION.matcher(target.version());
    boolean known = matcher.find();
    Map<String, String> variables = target.variables();
    return new Capabilities(
        known ? Integer.parseInt(matcher.group(1)) : 7,
        known ? Integer.parseInt(matcher.group(2)) : 5,
        target.collations(),
        target.charsets(),
        Set.of("ON", "1").contains(variables.getOrDefault("tidb_enable_check_constraint", "OFF").toUpperCase(Locale.ROOT)),
        words(variables.getOrDefault("tidb_allow_function_for_expression_index", INDEX_FUNCTIONS)),
        target.version().toLowerCase(Locale.ROOT).contains("serverless"));
  }

  private static Set<String> words(String list) {
    return Arrays.stream(list.split(",")).map(w -> w.strip().toLowerCase(Locale.ROOT)).filter(w -> !w.isEmpty()).collect(Collectors.toSet());
  }

  boolean knowsCollation(String name) {
    return collations.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether it is that version or a later one. */
  boolean atLeast(int major, int minor) {
    return this.major > major || (this.major == major && this.minor >= minor);
  }

  /** TEXT, BLOB and JSON columns may have a DEFAULT expression from 8.0 on. */
  boolean lobDefaults() {
    return atLeast(8, 0);
  }

  /** VECTOR from 8.4 on. */
  boolean vectors() {
    return atLeast(8, 4);
  }

  /** From 8.4 on, unique keys of partitioned tables may omit the partition columns, as GLOBAL indexes. */
  boolean globalIndexes() {
    return atLeast(8, 4);
  }
}
