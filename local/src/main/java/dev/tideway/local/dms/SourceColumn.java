package dev.tideway.local.dms;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One column of a source table.
 *
 * @param name its name
 * @param kind how its values are transferred
 * @param dataType the type's name without length, in lower case, as in information_schema
 * @param unsigned whether an integer column is unsigned
 * @param charset the character set of a text column
 * @param octets the byte length of a BINARY column, 0 otherwise
 * @param members the values of an ENUM or SET, in order
 * @param copied whether the column is migrated: generated, invisible and removed columns are not
 */
@RecordBuilder
record SourceColumn(String name, Kind kind, String dataType, boolean unsigned, Optional<String> charset, int octets,
    List<String> members, boolean copied) implements SourceColumnBuilder.With {

  /** How a column's values are read, decoded and bound. */
  enum Kind { INTEGER, DECIMAL, FLOAT, DOUBLE, BIT, YEAR, TEMPORAL, TEXT, BINARY, ENUM, SET, JSON, GEOMETRY, UNSUPPORTED }

  /** The types that DMS treats as LOB: MEDIUMTEXT, LONGTEXT and JSON as NCLOB or CLOB, MEDIUMBLOB and LONGBLOB as BLOB. */
  private static final Set<String> LOBS = Set.of("mediumtext", "longtext", "json", "mediumblob", "longblob");

  static Kind kindOf(String dataType) {
    return switch (dataType.toLowerCase(Locale.ROOT)) {
      case "tinyint", "smallint", "mediumint", "int", "bigint" -> Kind.INTEGER;
      case "decimal" -> Kind.DECIMAL;
      case "float" -> Kind.FLOAT;
      case "double" -> Kind.DOUBLE;
      case "bit" -> Kind.BIT;
      case "year" -> Kind.YEAR;
      case "date", "time", "datetime", "timestamp" -> Kind.TEMPORAL;
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" -> Kind.TEXT;
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> Kind.BINARY;
      case "enum" -> Kind.ENUM;
      case "set" -> Kind.SET;
      case "json" -> Kind.JSON;
      case "geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon", "geometrycollection",
          "geomcollection" -> Kind.GEOMETRY;
      default -> Kind.UNSUPPORTED;
    };
  }

  boolean lob() {
    return LOBS.contains(dataType);
  }

  String quoted() {
    return TableName.quote(name);
  }
}
