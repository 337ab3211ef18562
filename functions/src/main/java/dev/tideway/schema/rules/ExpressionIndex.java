package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Column;
import dev.tideway.model.ColumnBuilder;
import dev.tideway.model.Index;
import dev.tideway.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Indexes over expressions. TiDB accepts only those that call functions of its list. The others become indexes over VIRTUAL generated columns, for which
 * TiDB accepts nearly all functions.
 */
final class ExpressionIndex implements TableRule {
  private static final Pattern ARRAY = Pattern.compile("(?is)^cast\\(.* as ([a-z]+)(\\(\\d+(?:,\\d+)?\\))?(?: charset \\w+)? array\\)$");
  private static final Set<String> ARRAYS = Set.of("unsigned", "signed", "binary", "date", "datetime", "time", "double");
  private static final int LONGEST_NAME = 64;

  @Override
  public String name() {
    return "expression-index";
  }

  @Override
  public Table apply(Table table, ConversionContext context) {
    List<Column> columns = new ArrayList<>(table.columns());
    List<Index> indexes = new ArrayList<>();
    for (Index index : table.indexes()) {
      boolean expressions = index.parts().stream().anyMatch(p -> p.expression().isPresent());
      if (expressions) {
        convert(index, table, columns, context).ifPresent(indexes::add);
      } else {
        indexes.add(index);
      }
    }
    return table.withColumns(List.copyOf(columns)).withIndexes(List.copyOf(indexes));
  }

  private static Optional<Index> convert(Index index, Table table, List<Column> columns, ConversionContext context) {
    List<Index.Part> parts = new ArrayList<>();
    String object = table.id() + "." + index.name();
    long arrays = index.parts().stream().filter(p -> p.expression().filter(ExpressionIndex::array).isPresent()).count();
    for (Index.Part part : index.parts()) {
      if (part.expression().isEmpty()) {
        parts.add(part);
        continue;
      }
      String expression = context.rewrite().expression(part.expression().get());
      Optional<String> refusal = array(expression) ? arrayRefusal(expression, arrays) : SqlRewrite.refusal(expression);
      if (refusal.isPresent()) {
        return without(index, object, expression, refusal.get(), context);
      }
      boolean direct = array(expression) || context.target().indexFunctions().containsAll(SqlRewrite.functions(expression));
      if (direct) {
        parts.add(new Index.Part(Optional.empty(), Optional.of(expression), Optional.empty()));
        continue;
      }
      if (part.type().isEmpty()) {
        return without(index, object, expression, "an expression of unknown type", context);
      }
      Column column = column(index, parts.size() + 1, expression, part.type().get(), columns, context);
      columns.add(column);
      parts.add(Index.Part.of(column.name()));
      context.report(
          Finding.warning(
              FindingCode.EXPRESSION_INDEX_REWRITTEN, object, "the expression " + expression, "a VIRTUAL generated column " + column.name() + " " + column.columnType() + " with an index",
              "name the columns instead of SELECT * and in every INSERT: the table has one more column at its end"));
    }
    return Optional.of(index.withParts(parts));
  }

  private static Optional<Index> without(Index index, String object, String expression, String why, ConversionContext context) {
    context.reportLoss(
        FindingCode.EXPRESSION_INDEX_REFUSED, object, why + " in " + expression, "an expression that TiDB allows in indexes or generated columns", "drop the index on the source",
        "the target gets no such index" + (index.unique() ? ", and the values are no longer unique" : ""));
    return Optional.empty();
  }

  private static boolean array(String expression) {
    return ARRAY.matcher(expression.strip()).matches();
  }

  private static Optional<String> arrayRefusal(String expression, long arrays) {
    Matcher matcher = ARRAY.matcher(expression.strip());
    if (!matcher.matches() || arrays > 1) {
      return Optional.of("two array parts");
    }
    String type = matcher.group(1).toLowerCase(Locale.ROOT);
    boolean sized = type.equals("char") && matcher.group(2) != null;
    return sized || ARRAYS.contains(type) ? Optional.empty() : Optional.of("an array of " + type);
  }

  private static Column column(
      Index index, int number, String expression, String type, List<Column> columns, ConversionContext context) {
    // "varchar(20) utf8mb4_bin": the type and, for texts, the collation, as the source computes them
    int space = type.indexOf(' ');
    boolean text = space > 0 && type.substring(space + 1).contains("_");
    String bare = text ? type.substring(0, space) : type;
    Optional<Converted.Charset> charset = text ? Optional.of(Collations.ofDefault(type.substring(space + 1), context.target())) : Optional.empty();
    String name = unused(fitting("_" + index.name(), "_" + number), columns);
    return ColumnBuilder.builder()
        .name(name)
        .nullable(true)
        .charset(charset.map(Converted.Charset::name))
        .collation(charset.map(Converted.Charset::collation))
        .generation(Optional.of(expression))
        .build().retyped(bare);
  }

  private static String fitting(String start, String end) {
    StringBuilder name = new StringBuilder();
    start.codePoints().limit((long) LONGEST_NAME - end.length() - 2).forEach(name::appendCodePoint);
    return name.append(end).toString();
  }

  private static String unused(String name, List<Column> columns) {
    String free = name;
    for (int i = 2; taken(free, columns); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  private static boolean taken(String name, List<Column> columns) {
    return columns.stream().anyMatch(c -> c.name().equalsIgnoreCase(name));
  }
}
