package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Column;
import dev.tideway.model.Table;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A type that the target lacks blocks, or becomes a type that holds its bytes or its text. */
final class UnknownType implements ColumnRule {
  private static final Set<String> TYPES =
      Set.of(
          "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "bit", "char", "varchar", "tinytext", "text",
          "mediumtext", "longtext", "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "date", "time", "datetime",
          "timestamp", "year", "enum", "set", "json");

  /** MariaDB's own types, and the types that hold their texts. */
  private static final Map<String, String> TEXTS = Map.of("uuid", "char(36)", "inet4", "varchar(15)", "inet6", "varchar(45)");

  @Override
  public String name() {
    return "unknown-type";
  }

  @Override
  public Column apply(Column column, Table table, ConversionContext context) {
    if (TYPES.contains(column.type())) {
      return column;
    }
    if (column.type().equals("vector") && context.target().vectors()) {
      context.report(
          Finding.blocker(
              FindingCode.VECTOR_COLUMN, table.id() + "." + column.name(), "type " + column.columnType() + ": TiDB has it, AWS DMS does not read it", "types that AWS DMS migrates",
              "add " + Finding.exclude(table.id().toString()) + " and copy the table by different means, or drop the column on the source and compute it again on the target"));
      return column;
    }
    String text = TEXTS.get(column.type());
    String becomes = text == null ? "longblob" : text;
    context.reportLoss(
        FindingCode.TYPE_UNKNOWN, table.id() + "." + column.name(), "type " + column.columnType(), "a type that TiDB has",
        "change the column on the source (spatial values to BLOB or TEXT, for example), or add " + Finding.exclude(table.id().toString()),
        "the column becomes " + becomes + ", and functions of the type no longer work on it");
    if (!context.options().flatten()) {
      return column;
    }
    Column plain = column.retyped(becomes).defaultingTo(Optional.empty(), false);
    return text == null ? plain : plain.recoded(Optional.of("ascii"), Optional.of("ascii_bin"));
  }
}
