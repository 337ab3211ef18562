package dev.tideway.schema;

import dev.tideway.catalog.Column;
import dev.tideway.catalog.Table;
import java.util.Optional;

/** One column on its way to the target; rules change it one after the other. */
final class ColumnDraft {
  final Table table;
  final Column source;

  /** The type as SQL, without character set. */
  String type;

  Optional<Collations.Mapping> text = Optional.empty();

  /** What follows DEFAULT, as SQL. */
  Optional<String> defaultSql = Optional.empty();

  String comment;

  ColumnDraft(Table table, Column source) {
    this.table = table;
    this.source = source;
    this.type = source.columnType();
    this.comment = source.comment();
  }

  /** {@code schema.table.column}, for findings. */
  String object() {
    return table.id() + "." + source.name();
  }

  /** The type's first word, as it now is. */
  String baseType() {
    return type.replaceFirst("[ (].*", "");
  }
}
