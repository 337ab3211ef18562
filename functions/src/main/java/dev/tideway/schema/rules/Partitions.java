package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Partitioning;
import dev.tideway.model.Table;
import java.util.Optional;
import java.util.Set;

/** Partitions are kept if the target supports their kind. Sub-partitions and LINEAR are removed. Other kinds become tables without partitions. */
final class Partitions implements TableRule {
  private static final Set<String> KEPT = Set.of("RANGE", "LIST", "RANGE COLUMNS", "LIST COLUMNS", "HASH", "KEY");
  private static final String LINEAR = "LINEAR ";

  /** Functions that TiDB allows in partitioning expressions (measured). */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "year", "to_days", "to_seconds", "unix_timestamp", "month", "dayofmonth", "dayofweek", "dayofyear", "day", "weekday", "quarter", "yearweek",
          "hour", "minute", "second", "microsecond", "time_to_sec", "extract", "abs", "ceiling", "ceil", "floor", "mod", "datediff");

  @Override
  public String name() {
    return "partitions";
  }

  @Override
  public Table apply(Table table, ConversionContext context) {
    if (table.partitioning().isEmpty()) {
      return table;
    }
    Partitioning source = table.partitioning().get();
    String method = source.method().startsWith(LINEAR) ? source.method().substring(LINEAR.length()) : source.method();
    String expression = context.rewrite().expression(source.expression());
    if (!KEPT.contains(method) || !FUNCTIONS.containsAll(SqlRewrite.functions(expression))) {
      context.report(
          Finding.warning(
              FindingCode.PARTITIONS_LEFT_OUT, table.id().toString(), "partitions by " + source.method() + " (" + source.expression() + ")", "a plain table",
              "nothing, if you used partitions for size or speed; change code that drops partitions"));
      return table.withPartitioning(Optional.empty());
    }
    if (source.sub().isPresent()) {
      report(table, "sub-partitions by " + source.sub().get().method(), "the first level only", context);
    }
    if (!method.equals(source.method())) {
      report(table, "partitions by " + source.method(), "partitions by " + method, context);
    }
    return table.withPartitioning(Optional.of(named(source, table).withoutSub().withMethod(method).withExpression(expression)));
  }

  /** KEY () means the primary key or, on MySQL only, the unique key that is used instead of it. */
  private static Partitioning named(Partitioning source, Table table) {
    boolean standIn = source.byColumns() && source.columns().isEmpty() && table.primaryKey().isEmpty();
    return standIn && table.rowKey().isPresent() ? source.withColumns(table.rowKey().get().columns()) : source;
  }

  private static void report(Table table, String found, String needed, ConversionContext context) {
    context.report(
        Finding.warning(
            FindingCode.PARTITIONS_SIMPLIFIED, table.id().toString(), found, needed + ": TiDB has no other form", "nothing, unless code names the partition of a row"));
  }
}
