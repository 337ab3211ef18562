package dev.tideway.schema;

import dev.tideway.catalog.Column;
import dev.tideway.catalog.Index;
import dev.tideway.catalog.TableId;
import dev.tideway.jdbc.Sql;
import java.util.List;
import java.util.stream.Collectors;

/** Prints DDL. TiDB-only clauses stand in comments that other servers skip, so that the text runs on MySQL too. */
final class Ddl {
  private Ddl() {}

  static String alter(TableId table, String clause) {
    return "ALTER TABLE " + Sql.name(table.schema(), table.table()) + " " + clause;
  }

  static String column(ColumnDraft draft) {
    Column source = draft.source;
    StringBuilder sql = new StringBuilder(Sql.name(source.name())).append(' ').append(draft.type);
    draft.text.ifPresent(t -> sql.append(" CHARACTER SET ").append(t.charset()).append(" COLLATE ").append(t.collation()));
    source.generation().ifPresent(e -> sql.append(" GENERATED ALWAYS AS (").append(e).append(source.stored() ? ") STORED" : ") VIRTUAL"));
    sql.append(source.nullable() ? " NULL" : " NOT NULL");
    draft.defaultSql.ifPresent(d -> sql.append(" DEFAULT ").append(d));
    if (source.onUpdateNow()) {
      sql.append(" ON UPDATE CURRENT_TIMESTAMP").append(DefaultRule.fraction(draft));
    }
    if (source.autoIncrement()) {
      sql.append(" AUTO_INCREMENT");
    }
    if (!draft.comment.isEmpty()) {
      sql.append(" COMMENT ").append(Sql.quoted(draft.comment));
    }
    return sql.toString();
  }

  /** The index as it stands in CREATE TABLE, or after ADD. */
  static String index(Index index) {
    if (index.primary()) {
      return "PRIMARY KEY " + parts(index.parts()) + " /*T![clustered_index] CLUSTERED */";
    }
    return (index.unique() ? "UNIQUE INDEX " : "INDEX ") + Sql.name(index.name()) + " " + parts(index.parts());
  }

  private static String parts(List<Index.Part> parts) {
    return parts.stream().map(Ddl::part).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String part(Index.Part part) {
    return part.expression()
        .map(e -> "(" + e + ")")
        .orElseGet(() -> Sql.name(part.column().orElseThrow()) + part.prefix().map(p -> "(" + p + ")").orElse(""));
  }
}
