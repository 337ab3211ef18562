package dev.tideway.jdbc;

import java.util.Collection;
import java.util.stream.Collectors;

/** Builds text that becomes part of a statement. No other class builds identifiers or literals. */
public final class Sql {
  private Sql() {}

  /** An identifier in back-ticks. Back-ticks inside it are doubled, so that a name never becomes SQL syntax. */
  public static String name(String identifier) {
    if (identifier.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an identifier cannot hold the character NUL");
    }
    return "`" + identifier.replace("`", "``") + "`";
  }

  /** {@code `schema`.`table`}. */
  public static String name(String schema, String table) {
    return name(schema) + "." + name(table);
  }

  /** Quoted identifiers, separated by commas. */
  public static String names(Collection<String> identifiers) {
    return identifiers.stream().map(Sql::name).collect(Collectors.joining(", "));
  }

  /**
   * The SQL modes with which the target accepts values that a source may contain: the id 0, zero dates, and invalid dates such as '2024-02-31', which ALLOW_INVALID_DATES permits.
   */
  public static final String TAKING_MODES = "NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES";

  /** The same modes, and strict mode: no value is truncated silently. */
  public static final String STRICT_MODES = "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION," + TAKING_MODES;

  /** A string literal that means the same under every sql_mode (also NO_BACKSLASH_ESCAPES): quotes are doubled, or the text is written in hexadecimal. */
  public static String text(String value) {
    if (value.indexOf('\\') >= 0 || value.indexOf('\0') >= 0) {
      return "_utf8mb4 x'" + java.util.HexFormat.of().formatHex(value.getBytes(java.nio.charset.StandardCharsets.UTF_8)) + "'";
    }
    return "'" + value.replace("'", "''") + "'";
  }

  /**
   * A plain string literal for DDL clauses that accept no other form (COMMENT, DEFAULT). Backslashes are doubled, so the session's sql_mode must not contain NO_BACKSLASH_ESCAPES.
   * No connection of {@link Databases} has it.
   */
  public static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("\0", "\\0").replace("'", "''") + "'";
  }
}
