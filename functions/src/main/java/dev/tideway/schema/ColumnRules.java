package dev.tideway.schema;

import dev.tideway.request.Finding;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules for columns, in the order in which they run. */
final class ColumnRules {
  static final List<ColumnRule> ALL =
      List.of(
          ColumnRules::refuseUnknownTypes,
          ColumnRules::dropDisplayWidths,
          ColumnRules::widenSmallCounters,
          ColumnRules::mapCollation,
          ColumnRules::growTextsThatTakeMoreBytes,
          ColumnRules::turnTooLongVarcharsIntoTexts,
          new DefaultRule(),
          ColumnRules::cutLongComments);

  private static final Set<String> TYPES =
      Set.of(
          "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "bit", "char", "varchar", "tinytext", "text",
          "mediumtext", "longtext", "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "date", "time", "datetime",
          "timestamp", "year", "enum", "set", "json");

  private static final Pattern INTEGER = Pattern.compile("(tinyint|smallint|mediumint|int|bigint)\\((\\d+)\\)(.*)");
  private static final Pattern VARCHAR = Pattern.compile("varchar\\((\\d+)\\)");
  private static final Map<String, String> GROWN = Map.of("tinytext", "text", "text", "mediumtext", "mediumtext", "longtext");
  private static final Set<String> DENSE_CHARSETS = Set.of("utf8mb4", "utf8mb3", "utf8", "ascii", "utf32");

  /** TiDB's limit for utf8mb4: 65,535 bytes, 4 for each character. */
  private static final int VARCHAR_CHARACTERS = 16_383;

  /** TiDB counts bytes where MySQL counts characters. */
  private static final int COMMENT_BYTES = 1024;

  private ColumnRules() {}

  private static void refuseUnknownTypes(ColumnDraft draft, ConversionContext context) {
    if (!TYPES.contains(draft.source.type())) {
      context.note(
          Finding.blocker(
              "TW-P073", draft.object(), "type " + draft.source.columnType(), "a type that TiDB has",
              "change the column on the source (spatial values to BLOB or TEXT, for example), or leave its table out"));
    }
  }

  /** TiDB drops them with a warning, but for TINYINT(1), which clients take for a boolean, and ZEROFILL. */
  private static void dropDisplayWidths(ColumnDraft draft, ConversionContext context) {
    Matcher integer = INTEGER.matcher(draft.type);
    if (integer.matches() && !draft.type.startsWith("tinyint(1)") && !draft.type.contains("zerofill")) {
      draft.type = integer.group(1) + integer.group(3);
    } else if (draft.type.startsWith("year")) {
      draft.type = "year";
    }
  }

  private static void widenSmallCounters(ColumnDraft draft, ConversionContext context) {
    if (!context.widened.contains(draft.table.id(), draft.source.name())) {
      return;
    }
    draft.type = "int" + (draft.source.unsigned() ? " unsigned" : "");
    if (draft.source.autoIncrement()) {
      context.note(
          Finding.warning(
              "TW-P080", draft.object(), draft.source.columnType() + " AUTO_INCREMENT, which TiDB exhausts by a few restarts", draft.type,
              "nothing: the column, and those that refer to it, become " + draft.type + " on the target"));
    }
  }

  private static void mapCollation(ColumnDraft draft, ConversionContext context) {
    draft.source.collation().filter(c -> !c.equals("binary")).ifPresent(collation -> mapCollation(draft, collation, context));
  }

  private static void mapCollation(ColumnDraft draft, String collation, ConversionContext context) {
    draft.text = Collations.map(collation, context.target);
    if (draft.text.isEmpty()) {
      context.note(
          Finding.blocker(
              "TW-P072", draft.object(), "collation " + collation, "a collation that the target knows or that has a near one there",
              "ALTER TABLE on the source to a utf8mb4 collation"));
      return;
    }
    context.noteCollation(draft.table.id(), draft.source.name(), collation, draft.text.get());
  }

  private static boolean recoded(ColumnDraft draft) {
    return draft.text.filter(t -> t.charset().equals("utf8mb4")).isPresent()
        && !DENSE_CHARSETS.contains(draft.source.charset().orElse("utf8mb4"));
  }

  private static void growTextsThatTakeMoreBytes(ColumnDraft draft, ConversionContext context) {
    if (recoded(draft) && GROWN.containsKey(draft.type)) {
      String grown = GROWN.get(draft.type);
      context.note(
          Finding.info(
              "TW-P074", draft.object(), draft.type + " in " + draft.source.charset().orElse(""), grown + ": as UTF-8 the same text takes more bytes",
              "nothing"));
      draft.type = grown;
    }
  }

  private static void turnTooLongVarcharsIntoTexts(ColumnDraft draft, ConversionContext context) {
    Matcher varchar = VARCHAR.matcher(draft.type);
    if (recoded(draft) && varchar.matches() && Integer.parseInt(varchar.group(1)) > VARCHAR_CHARACTERS) {
      context.note(
          Finding.info(
              "TW-P074", draft.object(), draft.type + " in " + draft.source.charset().orElse(""),
              "mediumtext: utf8mb4 allows at most varchar(" + VARCHAR_CHARACTERS + ")", "nothing"));
      draft.type = "mediumtext";
    }
  }

  private static void cutLongComments(ColumnDraft draft, ConversionContext context) {
    draft.comment = Comments.cut(draft.comment, COMMENT_BYTES, draft.object(), context);
  }
}
