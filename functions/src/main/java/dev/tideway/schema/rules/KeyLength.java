package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Column;
import dev.tideway.model.Index;
import dev.tideway.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Keys get prefixes if they exceed 3,072 bytes because their texts now take four bytes for each character. */
final class KeyLength implements IndexRule {
  /** TiDB counts the declared bytes of all parts together. */
  private static final int BYTES = 3072;

  /** The length of a long text or binary without prefix. It is small enough that the sum of all parts of a key does not overflow. */
  private static final int UNBOUNDED = Integer.MAX_VALUE / 32;

  private static final Set<String> LOBS =
      Set.of("tinytext", "text", "mediumtext", "longtext", "tinyblob", "blob", "mediumblob", "longblob");
  private static final Set<String> BYTE_STRINGS = Set.of("binary", "varbinary");

  /** Bytes of a character; 1 for a character set that is not listed. */
  private static final Map<String, Integer> WIDTHS = Map.ofEntries(
      Map.entry("utf8mb4", 4), Map.entry("utf8", 3), Map.entry("utf8mb3", 3), Map.entry("gbk", 2), Map.entry("gb18030", 4), Map.entry("ucs2", 2), Map.entry("utf16", 4),
      Map.entry("utf16le", 4), Map.entry("utf32", 4), Map.entry("sjis", 2), Map.entry("cp932", 2), Map.entry("big5", 2), Map.entry("gb2312", 2), Map.entry("euckr", 2),
      Map.entry("ujis", 3), Map.entry("eucjpms", 3));

  @Override
  public String name() {
    return "key-length";
  }

  @Override
  public Optional<Index> apply(Index index, Table table, ConversionContext context) {
    List<Index.Part> parts = new ArrayList<>(index.parts());
    List<Integer> bytes = new ArrayList<>(parts.stream().map(p -> bytes(p, table)).toList());
    int total = bytes(index, table);
    if (fits(index, table)) {
      return Optional.of(index);
    }
    while (total > BYTES) {
      int longest = bytes.indexOf(bytes.stream().max(Integer::compare).orElseThrow());
      Column column = table.column(parts.get(longest).column().orElseThrow());
      int width = width(column);
      // the longest part is shortened, but never below half, so that two long parts share the space
      int fitting = Math.max(BYTES - (total - bytes.get(longest)), Math.min(bytes.get(longest) / 2, BYTES));
      int characters = fitting / width;
      parts.set(longest, new Index.Part(Optional.of(column.name()), Optional.empty(), Optional.of(characters)));
      bytes.set(longest, characters * width);
      total = bytes.stream().mapToInt(Integer::intValue).sum();
    }
    return prefixed(index, index.withParts(parts), table, context);
  }

  /** Whether all parts together are within the limit. */
  static boolean fits(Index index, Table table) {
    return index.kind().equals("FULLTEXT") || bytes(index, table) <= BYTES;
  }

  /** The reason why the source could have the key: the target lacks these collations, so the texts take more space. */
  private static String recoded(Index index, Table table, Table source) {
    String lacking = index.columns().stream()
        .flatMap(name -> source.find(name).stream())
        .filter(column -> table.find(column.name()).filter(now -> width(now) > width(column)).isPresent())
        .map(column -> column.collation().orElse("") + " (" + column.name() + ")")
        .distinct()
        .collect(Collectors.joining(", "));
    return lacking.isEmpty() ? "" : ", " + length(bytes(index, source)) + " on the source: the target has no " + lacking + ", and counts 4 bytes for each character of utf8mb4";
  }

  private static int bytes(Index index, Table table) {
    return index.parts().stream().mapToInt(p -> bytes(p, table)).sum();
  }

  private static String length(int bytes) {
    return bytes < UNBOUNDED ? bytes + " bytes" : "more than " + BYTES + " bytes";
  }

  private static Optional<Index> prefixed(Index index, Index prefixed, Table table, ConversionContext context) {
    String object = table.id() + "." + index.name();
    String found = (index.unique() ? "a unique key of " : "a key of ") + length(bytes(index, table)) + recoded(index, table, context.source(table.id()));
    if (!index.unique()) {
      context.report(
          Finding.info(FindingCode.KEY_TOO_LONG, object, found, "a key over prefixes: " + lengths(prefixed), "nothing: it finds the same rows"));
      return Optional.of(prefixed);
    }
    context.reportLoss(
        FindingCode.KEY_TOO_LONG, object, found, "at most " + BYTES + " bytes", "shorten the columns on the source, for example to " + lengths(prefixed),
        index.primary() ? "the primary key is over prefixes: " + lengths(prefixed) : "the key is over prefixes (" + lengths(prefixed)
            + ") and no longer unique");
    if (!context.options().flatten()) {
      return Optional.of(index);
    }
    return Optional.of(
        index.primary()
            ? prefixed
            : prefixed.with().unique(false).clustered(false).global(false).build());
  }

  private static String lengths(Index index) {
    return String.join(", ", index.parts().stream().map(p -> p.column().orElse("…") + p.prefix().map(n -> "(" + n + ")").orElse("")).toList());
  }

  /** The bytes of a part. A part that is not a text counts as 8 bytes: such parts are far too short to matter. */
  private static int bytes(Index.Part part, Table table) {
    Optional<Column> column = part.column().flatMap(table::find);
    if (column.isEmpty()) {
      return 8;
    }
    int width = width(column.get());
    if (part.prefix().isPresent()) {
      return part.prefix().get() * width;
    }
    if (LOBS.contains(column.get().type())) {
      return UNBOUNDED;
    }
    return column.get().collation().isPresent() || BYTE_STRINGS.contains(column.get().type()) ? length(column.get()) * width : 8;
  }

  private static int width(Column column) {
    return column.charset().map(c -> WIDTHS.getOrDefault(c, 1)).orElse(1);
  }

  /** Characters of CHAR(n), VARCHAR(n) and similar types. ENUM and SET are stored as numbers. */
  private static int length(Column column) {
    int open = column.columnType().indexOf('(');
    boolean choice = column.type().equals("enum") || column.type().equals("set");
    return choice || open < 0 ? 1 : Integer.parseInt(column.columnType().substring(open + 1, column.columnType().indexOf(')')).strip());
  }
}
