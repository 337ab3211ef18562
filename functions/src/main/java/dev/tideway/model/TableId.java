package dev.tideway.model;

import java.util.Comparator;

/** A table or view, named exactly as the source prints it. */
public record TableId(String schema, String table) implements Comparable<TableId> {
  private static final Comparator<TableId> ORDER = Comparator.comparing(TableId::schema).thenComparing(TableId::table);

  @Override
  public int compareTo(TableId other) {
    return ORDER.compare(this, other);
  }

  /** {@code schema.table}, for people; never for SQL. */
  @Override
  public String toString() {
    return schema + "." + table;
  }
}
