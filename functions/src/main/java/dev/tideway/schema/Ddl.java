package dev.tideway.schema;

import dev.tideway.jdbc.Sql;
import dev.tideway.model.Column;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Index;
import dev.tideway.model.Partitioning;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import dev.tideway.model.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Prints a model as DDL. Clauses that only TiDB knows are written as comments that other servers skip, so that the text runs on MySQL too. */
final class Ddl {
  /** Defaults that are not literals and are written without parentheses. */
  private static final Pattern BARE = Pattern.compile("(?i)(current_timestamp(\\(\\d\\))?|[bx]'[0-9a-f]*')");

  private Ddl() {}

  static String alter(TableId table, String clause) {
    return "ALTER TABLE " + Sql.name(table.schema(), table.table()) + " " + clause;
  }

  /**
   * CREATE TABLE IF NOT EXISTS with everything except foreign keys and CHECK constraints.
   *
   * @param name the name of the table
   * @param indexes the indexes that CREATE TABLE contains
   */
  static String create(TableId name, Table table, List<Index> indexes) {
    return create(name, table, indexes, List.of());
  }

  /** The same with constraints, as {@link #check} and {@link #foreignKey} print them. */
  static String create(TableId name, Table table, List<Index> indexes, List<String> constraints) {
    List<String> body = new ArrayList<>();
    table.columns().forEach(c -> body.add(column(c)));
    indexes.forEach(i -> body.add(index(i)));
    body.addAll(constraints);
    return "CREATE TABLE IF NOT EXISTS " + Sql.name(name.schema(), name.table()) + " (\n  " + String.join(",\n  ", body) + "\n)" + options(table)
        + table.partitioning().map(p -> "\n" + partitions(p)).orElse("");
  }

  static String column(Column column) {
    StringBuilder sql = new StringBuilder(Sql.name(column.name())).append(' ').append(column.columnType());
    column.charset().ifPresent(c -> sql.append(" CHARACTER SET ").append(c));
    column.collation().ifPresent(c -> sql.append(" COLLATE ").append(c));
    column.generation().ifPresent(e -> sql.append(" GENERATED ALWAYS AS (").append(e).append(column.stored() ? ") STORED" : ") VIRTUAL"));
    sql.append(column.nullable() ? " NULL" : " NOT NULL");
    column.defaultValue().ifPresent(d -> sql.append(" DEFAULT ").append(column.defaultIsExpression() ? expression(d) : Sql.quoted(d)));
    if (column.onUpdateNow()) {
      sql.append(" ON UPDATE CURRENT_TIMESTAMP").append(fraction(column));
    }
    if (column.autoIncrement()) {
      sql.append(" AUTO_INCREMENT");
    }
    column.autoRandom().ifPresent(r -> sql.append(" /*T![auto_rand] AUTO_RANDOM(").append(bits(r)).append(") */"));
    if (!column.comment().isEmpty()) {
      sql.append(" COMMENT ").append(Sql.quoted(column.comment()));
    }
    return sql.toString();
  }

  private static String bits(Column.AutoRandom random) {
    return random.rangeBits() == 64 ? "" + random.shardBits() : random.shardBits() + ", " + random.rangeBits();
  }

  private static String expression(String sql) {
    return BARE.matcher(sql).matches() ? sql : "(" + sql + ")";
  }

  /** The column's fraction in parentheses: ON UPDATE with a different fraction is refused. */
  private static String fraction(Column column) {
    int open = column.columnType().indexOf('(');
    String digits = open < 0 ? "0" : column.columnType().substring(open + 1, column.columnType().indexOf(')'));
    return digits.equals("0") ? "" : "(" + digits + ")";
  }

  /** The index as it is written in CREATE TABLE, or after ADD. */
  static String index(Index index) {
    StringBuilder sql = new StringBuilder();
    if (index.primary()) {
      sql.append("PRIMARY KEY ").append(parts(index.parts()));
      sql.append(" /*T![clustered_index] ").append(index.clustered() ? "CLUSTERED" : "NONCLUSTERED").append(" */");
    } else {
      String kind = index.kind().equals("FULLTEXT") ? "FULLTEXT INDEX " : index.unique() ? "UNIQUE INDEX " : "INDEX ";
      sql.append(kind).append(Sql.name(index.name())).append(' ').append(parts(index.parts()));
    }
    if (index.global()) {
      sql.append(" /*T![global_index] GLOBAL */");
    }
    if (!index.comment().isEmpty()) {
      sql.append(" COMMENT ").append(Sql.quoted(index.comment()));
    }
    return sql.append(index.visible() ? "" : " INVISIBLE").toString();
  }

  private static String parts(List<Index.Part> parts) {
    return parts.stream().map(Ddl::part).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String part(Index.Part part) {
    String what =
        part.expression()
            .map(e -> "(" + e + ")")
            .orElseGet(() -> Sql.name(part.column().orElseThrow()) + part.prefix().map(p -> "(" + p + ")").orElse(""));
    return what + (part.descending() ? " DESC" : "");
  }

  static String check(Table.Check check) {
    return "CONSTRAINT " + Sql.name(check.name()) + " CHECK (" + check.clause() + ")" + (check.enforced() ? "" : " NOT ENFORCED");
  }

  static String foreignKey(ForeignKey key, TableId parent) {
    return "CONSTRAINT " + Sql.name(key.name()) + " FOREIGN KEY (" + Sql.names(key.columns()) + ") REFERENCES "
        + Sql.name(parent.schema(), parent.table()) + " (" + Sql.names(key.parentColumns()) + ") ON DELETE " + key.onDelete() + " ON UPDATE "
        + key.onUpdate();
  }

  static String view(TableId name, View view, String text) {
    return "CREATE OR REPLACE SQL SECURITY " + (view.invoker() ? "INVOKER" : "DEFINER") + " VIEW " + Sql.name(name.schema(), name.table()) + " ("
        + Sql.names(view.columns()) + ") AS " + text;
  }

  static String charset(String charset, String collation) {
    return " DEFAULT CHARACTER SET " + charset + " COLLATE " + collation;
  }

  private static String options(Table table) {
    StringBuilder sql = new StringBuilder(charset(charsetOf(table.collation()), table.collation()));
    // every counter begins at 1; MariaDB prints this value, MySQL does not
    table.autoIncrement().filter(n -> n != 1 && table.counter().isPresent()).ifPresent(n -> sql.append(" AUTO_INCREMENT=").append(Long.toUnsignedString(n)));
    Table.Options options = table.options();
    options.autoIdCache().ifPresent(size -> sql.append(" /*T![auto_id_cache] AUTO_ID_CACHE=").append(size).append(" */"));
    if (options.shardRowIdBits() > 0) {
      sql.append(" /*T! SHARD_ROW_ID_BITS=").append(options.shardRowIdBits());
    }
    if (options.preSplitRegions() > 0) {
      sql.append(options.shardRowIdBits() > 0 ? " " : " /*T! ").append("PRE_SPLIT_REGIONS=").append(options.preSplitRegions());
    }
    if (options.shardRowIdBits() > 0 || options.preSplitRegions() > 0) {
      sql.append(" */");
    }
    if (!table.comment().isEmpty()) {
      sql.append(" COMMENT=").append(Sql.quoted(table.comment()));
    }
    return sql.toString();
  }

  private static String charsetOf(String collation) {
    int underscore = collation.indexOf('_');
    return underscore < 0 ? collation : collation.substring(0, underscore);
  }

  static String partitions(Partitioning partitioning) {
    String method = partitioning.method();
    String by = partitioning.byColumns() ? Sql.names(partitioning.columns()) : partitioning.expression();
    String head = "PARTITION BY " + method + " (" + by + ")";
    boolean counted = partitioning.partitions().stream().allMatch(p -> p.values().isEmpty());
    return head
        + (counted ? " PARTITIONS " + partitioning.partitions().size() : "")
        + partitioning.partitions().stream().map(p -> partition(method, p)).collect(Collectors.joining(",\n  ", "\n (", ")"));
  }

  private static String partition(String method, Partitioning.Partition partition) {
    Optional<String> values = partition.values().map(v -> method.startsWith("RANGE") ? " VALUES LESS THAN (" + v + ")" : list(v));
    return "PARTITION " + Sql.name(partition.name()) + values.orElse("")
        + (partition.comment().isEmpty() ? "" : " COMMENT = " + Sql.quoted(partition.comment()));
  }

  private static String list(String values) {
    return values.equalsIgnoreCase("DEFAULT") ? " DEFAULT" : " VALUES IN (" + values + ")";
  }
}
