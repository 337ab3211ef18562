package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Column;
import dev.tideway.model.Table;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts whose characters take more bytes in UTF-8 get a type that can still hold the same number of characters. */
final class RecodedText implements ColumnRule {
  private static final Pattern VARCHAR = Pattern.compile("varchar\\((\\d+)\\)");
  private static final Map<String, String> GROWN = Map.of("tinytext", "text", "text", "mediumtext", "mediumtext", "longtext");
  private static final Set<String> DENSE_CHARSETS = Set.of("utf8mb4", "utf8mb3", "utf8", "ascii", "utf32");

  /** TiDB's limit for utf8mb4: 65,535 bytes, 4 for each character. */
  private static final int VARCHAR_CHARACTERS = 16_383;

  @Override
  public String name() {
    return "recoded-text";
  }

  @Override
  public Column apply(Column column, Table table, ConversionContext context) {
    String charset = column.charset().orElse("");
    boolean recoded =
        column.collation().flatMap(c -> Collations.map(c, context.target())).filter(m -> m.charset().equals("utf8mb4")).isPresent();
    if (!recoded || context.tied().oneByte(table.id(), column.name())) {
      return column;
    }
    String type = column.columnType();
    if (!DENSE_CHARSETS.contains(charset) && GROWN.containsKey(type)) {
      String grown = GROWN.get(type);
      return grown(column, table, grown, grown + ": the same text needs more bytes in UTF-8", context);
    }
    Matcher varchar = VARCHAR.matcher(type);
    if (varchar.matches() && Integer.parseInt(varchar.group(1)) > VARCHAR_CHARACTERS) {
      return grown(column, table, "mediumtext", "mediumtext: utf8mb4 allows at most varchar(" + VARCHAR_CHARACTERS + ")", context);
    }
    return column;
  }

  private static Column grown(Column column, Table table, String type, String needed, ConversionContext context) {
    context.report(
        Finding.info(FindingCode.TEXT_GROWS, table.id() + "." + column.name(), column.columnType() + " in " + column.charset().orElse(""), needed, "nothing"));
    return column.retyped(type);
  }
}
