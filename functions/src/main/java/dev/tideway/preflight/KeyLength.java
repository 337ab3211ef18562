package dev.tideway.preflight;

import dev.tideway.catalog.Column;
import dev.tideway.catalog.Index;
import dev.tideway.catalog.Table;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The longest key an index can hold on the target, where texts are utf8mb4. */
final class KeyLength {
  private static final Pattern LENGTH = Pattern.compile("^\\w+\\((\\d+)");
  private static final int BYTES_OF_CHARACTER = 4;
  private static final Map<String, Integer> FIXED =
      Map.of("tinyint", 1, "smallint", 2, "mediumint", 3, "int", 4, "bigint", 8, "date", 3, "datetime", 8, "timestamp", 7, "float", 4, "double", 8);

  private KeyLength() {}

  /** Bytes; expressions and types without a length count as nothing. */
  static int bytes(Table table, Index index) {
    return index.parts().stream().mapToInt(part -> part.column().map(name -> bytes(table.column(name), part.prefix())).orElse(0)).sum();
  }

  private static int bytes(Column column, Optional<Integer> prefix) {
    int perUnit = column.collation().isPresent() ? BYTES_OF_CHARACTER : 1;
    if (prefix.isPresent()) {
      return prefix.get() * perUnit;
    }
    if (FIXED.containsKey(column.type())) {
      return FIXED.get(column.type());
    }
    // members of ENUM and SET are numbers in a key
    if (column.type().equals("enum") || column.type().equals("set")) {
      return 8;
    }
    Matcher length = LENGTH.matcher(column.columnType());
    return length.find() ? Integer.parseInt(length.group(1)) * perUnit : 0;
  }
}
