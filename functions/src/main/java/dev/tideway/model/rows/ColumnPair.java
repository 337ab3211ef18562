package dev.tideway.model.rows;

import dev.tideway.jdbc.Sql;
import dev.tideway.model.Column;
import dev.tideway.model.Side;
import java.util.Optional;
import java.util.Set;

/**
 * One column on both sides, and the SQL that reads it.
 *
 * <p>Three texts of one value: {@link #canonical} is equal on both servers exactly if the values are, and short enough to be hashed;
 * {@link #exact} can be turned back into the value by {@link #literal}; {@link #identity} names a row as part of its key.
 *
 * @param anyText whether the source's JSON column may hold any text: that of MariaDB is a LONGTEXT with a check, which a session can switch off
 */
public record ColumnPair(Column source, TargetColumn target, boolean anyText) {
  private static final Set<String> UTF8 = Set.of("utf8mb4", "utf8mb3", "utf8", "ascii");

  /** Of a source whose JSON is JSON. */
  public ColumnPair(Column source, TargetColumn target) {
    this(source, target, false);
  }

  /** Name, as it stands in results. */
  public String name() {
    return source.name();
  }

  /** What kind of value it holds; decided by the source, whose values are the truth. */
  public Kind kind() {
    return target.type().equals("json") ? Kind.json : Kind.of(source.type());
  }

  /** The quoted name. */
  public String sql() {
    return Sql.name(source.name());
  }

  /**
   * Text for the digest. That of JSON is as the server prints it: where both print alike the documents are equal, where they do not,
   * {@link JsonHash} tells.
   */
  public String canonical(Side side) {
    String c = sql();
    return switch (kind()) {
      case integer, decimal -> number(side);
      case bit -> c + "+0";
      case floating -> floating().canonical(c);
      case temporal -> timestamps() ? seconds() : c;
      case json, other -> c;
      case text, choice -> utf8(side);
      // a long text could exceed what the server may join; then the whole row would go unseen
      case longText -> sha256(utf8(side));
      case binary -> "HEX(" + c + ")";
      case blob -> sha256(c);
    };
  }

  /**
   * As {@link #canonical}, but FLOAT and DOUBLE as the server prints them: always the shortest digits that read back as the same value, so
   * that equal texts are equal values. Outside of 1e-15 to 1e15 servers print one value in different ways.
   */
  public String printed(Side side) {
    return kind() == Kind.floating ? floating().printed(sql()) : canonical(side);
  }

  /**
   * A text of this column, and where there is none because the value is NULL, one that no value has: a byte that UTF-8 never uses, or a
   * character that no number, time or hexadecimal digest holds.
   */
  public String orNull(String text) {
    return switch (kind()) {
      case text, choice, json -> "IFNULL(" + text + ",CAST(x'FE' AS BINARY))";
      // IFNULL by itself would take the other text for a value of that type
      case other -> "IFNULL(CONCAT(" + text + "),CAST(x'FE' AS BINARY))";
      // nor may TiDB cut the last digit of a DECIMAL(30,30), whose sign, zero and point it has no room for there
      case decimal -> onlyFraction() ? "IFNULL(CONCAT(" + text + "),'~')" : "IFNULL(" + text + ",'~')";
      case integer, floating, bit, temporal, longText, binary, blob -> "IFNULL(" + text + ",'~')";
    };
  }

  private boolean onlyFraction() {
    return target.columnType().matches("(?i)decimal\\((\\d+),\\s*\\1\\).*");
  }

  /**
   * Text for the digest that forgives what FLOAT loses when a value travels as text: servers print six digits of it. The same as
   * {@link #canonical} for all other types.
   */
  public String rounded(Side side) {
    return singlePrecision() ? floating().rounded(sql()) : canonical(side);
  }

  /** Whether {@link #rounded} differs from {@link #canonical}. */
  public boolean singlePrecision() {
    return floatingPoint().filter(type -> type.single() && type.approximate()).isPresent();
  }

  /** What a FLOAT or DOUBLE promises. */
  public Optional<FloatingPoint> floatingPoint() {
    return FloatingPoint.of(source);
  }

  private FloatingPoint floating() {
    return floatingPoint().orElseThrow();
  }

  /** Text from which {@link #literal} makes the same value again, NULL for NULL. Binary values are hexadecimal. */
  public String exact(Side side) {
    String c = sql();
    return switch (kind()) {
      // CONCAT makes text of it on the server: the driver would shift times and refuse zero dates
      case integer, decimal -> "CONCAT(" + number(side) + ")";
      case temporal, other -> "CONCAT(" + c + ")";
      case bit -> "CONCAT(" + c + "+0)";
      case floating -> "CONCAT(" + c + "+0e0)";
      case text, longText, choice -> utf8(side);
      case binary, blob -> "HEX(" + c + ")";
      case json -> c;
    };
  }

  /** Text that tells rows apart as part of a key; equal on both sides for equal values. */
  public String identity(Side side) {
    return kind() == Kind.floating ? "CONCAT(" + floating().canonical(sql()) + ")" : exact(side);
  }

  /** The value as SQL, from its {@link #exact} text. */
  public String literal(String text) {
    return switch (kind()) {
      case integer, decimal, bit, floating -> digits(text);
      case binary, blob -> "x'" + hexadecimal(text) + "'";
      // TiDB takes a hexadecimal literal for binary whatever its introducer says, and refuses to make JSON of it
      case json -> "CONVERT(" + Sql.text(text) + " USING utf8mb4)";
      case temporal, text, longText, choice, other -> Sql.text(text);
    };
  }

  /** A condition that holds for the value of that {@link #identity} text (and, under a lenient collation, perhaps for more). */
  public String is(Side side, String identity) {
    return kind() == Kind.floating ? identity(side) + " = " + Sql.text(identity) : sql() + " = " + sought(side, identity);
  }

  /**
   * A value as SQL to be looked for. What the target holds may have no form in the source's character set; there it becomes '?', which
   * is not found or filtered out by its text, where the bare literal would be an error.
   */
  String sought(Side side, String identity) {
    Optional<String> charset = source.charset().filter(name -> side == Side.source && !name.equals("utf8mb4"));
    if (charset.isEmpty() || source.collation().isEmpty()) {
      return literal(identity);
    }
    return "CONVERT(" + literal(identity) + " USING " + Sql.name(charset.get()) + ") COLLATE " + Sql.name(source.collation().get());
  }

  /**
   * Whether a range over this column holds the same rows on both sides. A wrong yes costs time, never a result: rows that differ are
   * looked up by key before they count.
   *
   * @param mariadb whether the source is a MariaDB, whose UCA collations are its own
   */
  boolean sortsAlike(boolean mariadb) {
    return switch (kind()) {
      case integer, decimal, bit, temporal, binary -> true;
      case text -> collationsAlike(mariadb);
      case floating, longText, choice, blob, json, other -> false;
    };
  }

  private boolean collationsAlike(boolean mariadb) {
    String from = source.collation().orElse("");
    String to = target.collation().orElse("");
    if (!utf8(source.charset()) || !utf8(target.charset())) {
      return false;
    }
    if (from.endsWith("_bin") && to.endsWith("_bin")) {
      return true;
    }
    String ordering = ordering(from);
    boolean known = ordering.equals("general_ci") || (!mariadb && Set.of("unicode_ci", "0900_ai_ci").contains(ordering));
    return known && ordering.equals(ordering(to));
  }

  private static String ordering(String collation) {
    int end = collation.indexOf('_');
    return end < 0 ? collation : collation.substring(end + 1);
  }

  private boolean timestamps() {
    return source.type().equals("timestamp") && target.type().equals("timestamp");
  }

  /**
   * A TIMESTAMP is a number of seconds on both servers, and no two of them are one: 0 is the zero date's only. TiDB prints the number for less than half of
   * what the date costs it (docs/decisions/0054-timestamps-as-seconds.md).
   */
  private String seconds() {
    boolean whole = source.columnType().equalsIgnoreCase("timestamp") && target.columnType().equalsIgnoreCase("timestamp");
    // the sum, since TiDB prints the zero date's number without the column's decimals
    return "UNIX_TIMESTAMP(" + sql() + ")" + (whole ? "" : "+0.000000");
  }

  private String number(Side side) {
    // the source pads ZEROFILL columns, TiDB never does
    boolean padded = (side == Side.source ? source.columnType() : target.columnType()).contains("zerofill");
    return padded ? sql() + "+0" : sql();
  }

  private static String sha256(String value) {
    return "SHA2(" + value + ",256)";
  }

  private String utf8(Side side) {
    Optional<String> charset = side == Side.source ? source.charset() : target.charset();
    // TiDB keeps latin1 columns as UTF-8, and CONVERT on the target would keep the digest from being pushed down to the store
    boolean plain = utf8(charset) || (side == Side.target && target.utf8Stored());
    return plain ? sql() : "CONVERT(" + sql() + " USING utf8mb4)";
  }

  private static boolean utf8(Optional<String> charset) {
    return charset.isEmpty() || UTF8.contains(charset.get());
  }

  private static String digits(String text) {
    if (!text.matches("[-+0-9.eE]+")) {
      throw new IllegalArgumentException("not a number");
    }
    return text;
  }

  private static String hexadecimal(String text) {
    if (!text.matches("(?:[0-9A-Fa-f]{2})*")) {
      throw new IllegalArgumentException("not hexadecimal");
    }
    return text;
  }

  /** Kinds of values that are read alike. */
  public enum Kind {
    /** TINYINT to BIGINT. */
    integer,
    /** DECIMAL. */
    decimal,
    /** FLOAT and DOUBLE. */
    floating,
    /** BIT. */
    bit,
    /** DATE, DATETIME, TIMESTAMP, TIME, YEAR. */
    temporal,
    /** CHAR, VARCHAR, TINYTEXT. */
    text,
    /** TEXT, MEDIUMTEXT, LONGTEXT. */
    longText,
    /** ENUM and SET, by name. */
    choice,
    /** BINARY, VARBINARY, TINYBLOB. */
    binary,
    /** BLOB, MEDIUMBLOB, LONGBLOB, spatial types. */
    blob,
    /** JSON. */
    json,
    /** Types of one server only (MariaDB's INET6, UUID): their text. */
    other;

    static Kind of(String type) {
      return switch (type) {
        case "tinyint", "smallint", "mediumint", "int", "integer", "bigint" -> integer;
        case "decimal", "numeric" -> decimal;
        case "float", "double", "real" -> floating;
        case "bit" -> bit;
        case "date", "datetime", "timestamp", "time", "year" -> temporal;
        case "char", "varchar", "tinytext" -> text;
        case "text", "mediumtext", "longtext" -> longText;
        case "enum", "set" -> choice;
        case "binary", "varbinary", "tinyblob" -> binary;
        case "blob", "mediumblob", "longblob", "geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon",
            "geometrycollection", "geomcollection" -> blob;
        case "json" -> json;
        default -> other;
      };
    }
  }
}
