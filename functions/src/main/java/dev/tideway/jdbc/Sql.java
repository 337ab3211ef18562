package dev.tideway.jdbc;

import java.util.Collection;
import java.util.stream.Collectors;

/** Text that becomes part of a statement. Nothing else in the application builds identifiers or literals. */
public final class Sql {
  private Sql() {}

  /** An identifier in back-ticks, back-ticks in it doubled: any name is data, never syntax. */
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

  /** Identifiers, quoted, with commas. */
  public static String names(Collection<String> identifiers) {
    return identifiers.stream().map(Sql::name).collect(Collectors.joining(", "));
  }

  /**
   * The modes in which the target takes what a source may hold: the id 0, zero dates, and dates that no calendar has, as '2024-02-31' under ALLOW_INVALID_DATES.
   */
  public static final String TAKING_MODES = "NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES";

  /** The same, and strict: nothing is cut silently. */
  public static final String STRICT_MODES = "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION," + TAKING_MODES;

  /** A string literal that reads the same under every sql_mode (NO_BACKSLASH_ESCAPES too): quotes doubled, else hexadecimal. */
  public static String text(String value) {
    if (value.indexOf('\\') >= 0 || value.indexOf('\0') >= 0) {
      return "_utf8mb4 x'" + java.util.HexFormat.of().formatHex(value.getBytes(java.nio.charset.StandardCharsets.UTF_8)) + "'";
    }
    return "'" + value.replace("'", "''") + "'";
  }

  /**
   * A plain string literal for the places of DDL that take no other (COMMENT, DEFAULT). Backslashes are doubled, so the session's
   * sql_mode must lack NO_BACKSLASH_ESCAPES, as that of every connection of {@link Databases} does.
   */
  public static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("\0", "\\0").replace("'", "''") + "'";
  }
}
