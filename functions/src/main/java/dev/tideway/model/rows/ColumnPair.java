package dev.tideway.model.rows;

import dev.tideway.jdbc.Sql;
import dev.tideway.model.Column;
import dev.tideway.model.Side;
import java.util.Optional;
import java.util.Set;

/**
 * One column on both sides, and the SQL that reads it.
 *
 * <p>There are three texts of one value. {@link #canonical} is equal on both servers exactly if the values are equal, and is short enough to be hashed.
 * {@link #literal} turns {@link #exact} back into the value. {@link #identity} identifies a row as part of its key.
 *
 * @param anyText whether the source's JSON column may hold any text: MariaDB's JSON is a LONGTEXT with a check that a session can switch off
 */
public record ColumnPair(Column source, TargetColumn target, boolean anyText) {
  private static final Set<String> UTF8 = Set.of("utf8mb4", "utf8mb3", "utf8", "ascii");

  /** A column of a source whose JSON is a real JSON type. */
  public ColumnPair(Column source, TargetColumn target) {
    this(source, target, false);
  }

  /** The name as it appears in results. */
  public String name() {
    return source.name();
  }

  /** The kind of its values. The source decides it, because its values are the reference. */
  public Kind kind() {
    return target.type().equals("json") ? Kind.json : Kind.of(source.type());
  }

  /** The quoted name. */
  public String sql() {
    return Sql.name(source.name());
  }

  /**
   * The text for the digest. For JSON it is the text that the server prints. If both servers print the same text, the documents are equal. If they do not,
   * {@link JsonHash} decides.
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
      // a long text could exceed the length that the server may join; then the whole row would not be compared
      case longText -> sha256(utf8(side));
      case binary -> "HEX(" + c + ")";
      case blob -> sha256(c);
    };
  }

  /**
   * The same as {@link #canonical}, but FLOAT and DOUBLE as the server prints them. A server always prints the shortest digits that read back as the same
   * value, so equal texts are equal values. Outside of 1e-15 to 1e15 servers print one value in different ways.
   */
  public String printed(Side side) {
    return kind() == Kind.floating ? floating().printed(sql()) : canonical(side);
  }

  /**
   * A text of this column in which a NULL value is replaced by a text that no value has: a byte that UTF-8 never uses, or a character that no number, time
   * or hexadecimal digest contains.
   */
  public String orNull(String text) {
    return switch (kind()) {
      case text, choice, json -> "IFNULL(" + text + ",CAST(x'FE' AS BINARY))";
      // IFNULL alone would convert the other text to a value of that type
      case other -> "IFNULL(CONCAT(" + text + "),CAST(x'FE' AS BINARY))";
      // otherwise TiDB would cut off the last digit of a DECIMAL(30,30), because it reserves no space for sign, zero and point there
      case decimal -> onlyFraction() ? "IFNULL(CONCAT(" + text + "),'~')" : "IFNULL(" + text + ",'~')";
      case integer, floating, bit, temporal, longText, binary, blob -> "IFNULL(" + text + ",'~')";
    };
  }

  private boolean onlyFraction() {
    return target.columnType().matches("(?i)decimal\\((\\d+),\\s*\\1\\).*");
  }

  /**
   * The text for the digest that ignores what FLOAT loses when a value travels as text: servers print six of its digits. The same as {@link #canonical}
   * for all other types.
   */
  public String rounded(Side side) {
    return singlePrecision() ? floating().rounded(sql()) : canonical(side);
  }

  /** Whether {@link #rounded} differs from {@link #canonical}. */
  public boolean singlePrecision() {
    return floatingPoint().filter(type -> type.single() && type.approximate()).isPresent();
  }

  /** The precision of a FLOAT or DOUBLE. */
  public Optional<FloatingPoint> floatingPoint() {
    return FloatingPoint.of(source);
  }

  private FloatingPoint floating() {
    return floatingPoint().orElseThrow();
  }

  /** Text from which {@link #literal} makes the same value again; NULL for NULL. Binary values are hexadecimal. */
  public String exact(Side side) {
    String c = sql();
    return switch (kind()) {
      // CONCAT converts the value to text on the server: the driver would shift times and refuse zero dates
      case integer, decimal -> "CONCAT(" + number(side) + ")";
      case temporal, other -> "CONCAT(" + c + ")";
      case bit -> "CONCAT(" + c + "+0)";
      case floating -> "CONCAT(" + c + "+0e0)";
      case text, longText, choice -> utf8(side);
      case binary, blob -> "HEX(" + c + ")";
      case json -> c;
    };
  }

  /** Text that distinguishes rows as part of a key. It is equal on both sides for equal values. */
  public String identity(Side side) {
    return kind() == Kind.floating ? "CONCAT(" + floating().canonical(sql()) + ")" : exact(side);
  }

  /** The value as SQL, from its {@link #exact} text. */
  public String literal(String text) {
    return switch (kind()) {
      case integer, decimal, bit, floating -> digits(text);
      case binary, blob -> "x'" + hexadecimal(text) + "'";
      // TiDB reads a hexadecimal literal as binary whatever its introducer is, and refuses to convert it to JSON
      case json -> "CONVERT(" + Sql.text(text) + " USING utf8mb4)";
      case temporal, text, longText, choice, other -> Sql.text(text);
    };
  }

  /** A condition that is true for the value of that {@link #identity} text (and, under a lenient collation, perhaps for more values). */
  public String is(Side side, String identity) {
    return kind() == Kind.floating ? identity(side) + " = " + Sql.text(identity) : sql() + " = " + sought(side, identity);
  }

  /**
   * A value as SQL for a search. A value of the target may not exist in the source's character set. Then it becomes '?', which the search does not find,
   * or which is filtered out by its text. The plain literal would be an error.
   */
  String sought(Side side, String identity) {
    Optional<String> charset = source.charset().filter(name -> side == Side.source && !name.equals("utf8mb4"));
    if (charset.isEmpty() || source.collation().isEmpty()) {
      return literal(identity);
    }
    return "CONVERT(" + literal(identity) + " USING " + Sql.name(charset.get()) + ") COLLATE " + Sql.name(source.collation().get());
  }

  /**
   * Whether a range over this column contains the same rows on both sides. A wrong yes costs time and never changes a result: rows that differ are read by
   * key before they count.
   *
   * @param mariadb whether the source is a MariaDB, which has UCA collations of its own
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
   * A TIMESTAMP is a number of seconds on both servers, and different values have different numbers: only the zero date is 0. Printing the number costs
   * TiDB less than half of what printing the date costs (docs/decisions/0054-timestamps-as-seconds.md).
   */
  private String seconds() {
    boolean whole = source.columnType().equalsIgnoreCase("timestamp") && target.columnType().equalsIgnoreCase("timestamp");
    // the sum is necessary, because TiDB prints the zero date's number without the column's decimals
    return "UNIX_TIMESTAMP(" + sql() + ")" + (whole ? "" : "+0.000000");
  }

  private String number(Side side) {
    // the source pads ZEROFILL columns, and TiDB never does
    boolean padded = (side == Side.source ? source.columnType() : target.columnType()).contains("zerofill");
    return padded ? sql() + "+0" : sql();
  }

  private static String sha256(String value) {
    return "SHA2(" + value + ",256)";
  }

  private String utf8(Side side) {
    Optional<String> charset = side == Side.source ? source.charset() : target.charset();
    // TiDB stores latin1 columns as UTF-8, and with CONVERT on the target TiDB would not push the digest down to the store
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

  /** Kinds of values that are read in the same way. */
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
    /** Types that only one server has (MariaDB's INET6, UUID): their text. */
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
