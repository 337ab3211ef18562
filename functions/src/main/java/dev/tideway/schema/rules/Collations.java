package dev.tideway.schema.rules;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Maps a collation of the source to one of the target: the same one if the target has it, otherwise the nearest in case and accent sensitivity, then in
 * padding. The exact replacements were found by comparing the weights of all code points.
 */
final class Collations {
  private static final Set<String> KEPT_CHARSETS = Set.of("utf8mb4", "utf8", "ascii", "gbk", "gb18030", "binary");
  private static final Set<String> UNICODE_CHARSETS = Set.of("ucs2", "utf16", "utf16le", "utf32");
  private static final Map<String, String> EXACT =
      Map.of(
          "ascii_general_ci", "utf8mb4_general_ci",
          "greek_general_ci", "utf8mb4_general_ci",
          "hebrew_general_ci", "utf8mb4_general_ci",
          "latin1_general_cs", "utf8mb4_bin");

  private Collations() {}

  /**
   * A mapping.
   *
   * @param charset the target's character set
   * @param collation the target's collation
   * @param effect what changes in comparisons
   */
  record Mapping(String charset, String collation, Effect effect) {}

  /** What a replacement changes. */
  enum Effect {
    /** Nothing: the target has the collation. */
    same,
    /** The name only: the same texts are equal. */
    renamed,
    /** Some texts become equal or different. */
    differs
  }

  /** The mapping, or empty if the target has no near collation. */
  static Optional<Mapping> map(String sourceCollation, Capabilities target) {
    String name = canonical(sourceCollation);
    String charset = charset(name);
    if (KEPT_CHARSETS.contains(charset) && target.knowsCollation(name)) {
      return Optional.of(new Mapping(charset, name, Effect.same));
    }
    for (String candidate : candidates(charset, name)) {
      if (target.knowsCollation(candidate)) {
        return Optional.of(new Mapping(charset(candidate), candidate, effect(charset, name, candidate)));
      }
    }
    return Optional.empty();
  }

  /** The default collation of a database or table. If the target has no near collation, it compares bytes. */
  static Converted.Charset ofDefault(String sourceCollation, Capabilities target) {
    return map(sourceCollation, target)
        .map(m -> new Converted.Charset(m.charset(), m.collation()))
        .orElse(new Converted.Charset("utf8mb4", "utf8mb4_bin"));
  }

  /** The character set a collation belongs to. */
  static String charset(String collation) {
    int underscore = collation.indexOf('_');
    return underscore < 0 ? collation : collation.substring(0, underscore);
  }

  private static String canonical(String collation) {
    String name = collation.toLowerCase(Locale.ROOT);
    return name.startsWith("utf8mb3_") ? "utf8_" + name.substring("utf8mb3_".length()) : name;
  }

  private static List<String> candidates(String charset, String name) {
    boolean pads = !name.contains("_0900_") && !name.contains("nopad");
    if (name.endsWith("_bin") || name.endsWith("_cs")) {
      return pads ? List.of("utf8mb4_bin") : List.of("utf8mb4_0900_bin", "utf8mb4_bin");
    }
    if (!name.endsWith("_ci")) {
      return List.of();
    }
    if (!pads) {
      return List.of("utf8mb4_0900_ai_ci", "utf8mb4_general_ci");
    }
    if (name.contains("_0900_") || name.contains("_uca1400_") || name.contains("_520_")) {
      // not utf8mb4_unicode_ci first: it treats all emoji as equal
      return List.of("utf8mb4_0900_ai_ci", "utf8mb4_unicode_ci");
    }
    boolean unicode = charset.startsWith("utf8") || UNICODE_CHARSETS.contains(charset);
    if (unicode && !name.contains("_general_") && !name.endsWith("_tolower_ci")) {
      return List.of("utf8mb4_unicode_ci", "utf8mb4_0900_ai_ci");
    }
    return List.of("utf8mb4_general_ci");
  }

  private static Effect effect(String charset, String name, String candidate) {
    String rest = name.substring(charset.length());
    boolean sameRules = UNICODE_CHARSETS.contains(charset) || charset.equals("utf8");
    boolean exact =
        candidate.equals(EXACT.get(name))
            || (rest.equals("_bin") && candidate.equals("utf8mb4_bin"))
            || (sameRules && candidate.equals("utf8mb4" + rest));
    return exact ? Effect.renamed : Effect.differs;
  }
}
