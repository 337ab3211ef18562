package dev.tideway.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One base table.
 *
 * @param id schema and name
 * @param engine storage engine, for example {@code InnoDB}
 * @param collation the table's default collation
 * @param rows estimate of the source's statistics, in rows
 * @param bytes estimate of data and indexes, in bytes
 * @param autoIncrement the next AUTO_INCREMENT value, where there is one
 * @param comment the comment, possibly empty
 * @param columns in order
 * @param indexes primary key first, then by name
 * @param foreignKeys by name
 * @param lobMaxima longest value of each LOB column (TEXT, BLOB and JSON families), in bytes
 * @param checks CHECK constraints; MariaDB's json_valid checks of JSON columns are left out, the column's type says them
 * @param partitioning the partitioning method, for example {@code RANGE COLUMNS}, empty for a plain table
 */
public record Table(
    TableId id,
    String engine,
    String collation,
    long rows,
    long bytes,
    Optional<Long> autoIncrement,
    String comment,
    List<Column> columns,
    List<Index> indexes,
    List<ForeignKey> foreignKeys,
    Map<String, Long> lobMaxima,
    List<Check> checks,
    Optional<String> partitioning) {

  /** A table without CHECK constraints and partitions. */
  public Table(
      TableId id,
      String engine,
      String collation,
      long rows,
      long bytes,
      Optional<Long> autoIncrement,
      String comment,
      List<Column> columns,
      List<Index> indexes,
      List<ForeignKey> foreignKeys,
      Map<String, Long> lobMaxima) {
    this(
        id, engine, collation, rows, bytes, autoIncrement, comment, columns, indexes, foreignKeys, lobMaxima, List.of(), Optional.empty());
  }

  /**
   * One CHECK constraint.
   *
   * @param name constraint name
   * @param clause its condition as the source prints it
   */
  public record Check(String name, String clause) {}

  /** The primary key, if there is one. */
  public Optional<Index> primaryKey() {
    return indexes.stream().filter(Index::primary).findFirst();
  }

  /**
   * The key that tells rows apart: the primary key, else the first unique index of whole NOT NULL columns.
   */
  public Optional<Index> rowKey() {
    return primaryKey().or(() -> indexes.stream().filter(i -> i.unique() && i.parts().stream().allMatch(this::wholeAndNotNull)).findFirst());
  }

  /** The column of that name. */
  public Column column(String name) {
    return columns.stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no column " + name + " in " + id));
  }

  private boolean wholeAndNotNull(Index.Part part) {
    return part.prefix().isEmpty() && part.column().isPresent() && !column(part.column().get()).nullable();
  }
}
