package dev.tideway.local.dms;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A table as the task reads it from the source.
 *
 * @param name its name
 * @param columns every column in the order of the binlog's row images
 * @param key the indexes in {@code columns} of the primary key, else of a unique key without NULLs, else empty
 */
record SourceTable(TableName name, List<SourceColumn> columns, List<Integer> key) {
  SourceTable {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  boolean hasKey() {
    return !key.isEmpty();
  }

  /** The indexes of the columns that are migrated. */
  List<Integer> copied() {
    return IntStream.range(0, columns.size()).filter(index -> columns.get(index).copied()).boxed().toList();
  }
}
