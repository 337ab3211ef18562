package dev.tideway.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One base table.
 *
 * @param id schema and name
 * @param engine storage engine, for example {@code InnoDB}
 * @param collation the table's default collation
 * @param rows estimate from the source's statistics, in rows
 * @param bytes estimate of data and indexes from the source's statistics, in bytes
 * @param autoIncrement the next AUTO_INCREMENT value, if there is one
 * @param comment the comment, possibly empty
 * @param columns in order
 * @param indexes primary key first, then by name
 * @param foreignKeys by name
 * @param lobMaxima longest value of each LOB column (TEXT, BLOB and JSON families), in bytes
 * @param checks CHECK constraints; MariaDB's json_valid checks of JSON columns are left out, because the column's type shows them
 * @param partitioning how the table is partitioned, empty for a table without partitions
 * @param options other options of CREATE TABLE
 */
@RecordBuilder
public record Table(
    TableId id,
    String engine,
    String collation,
    long rows,
    long bytes,
    Optional<Long> autoIncrement,
    @RecordBuilder.Initializer("NO_COMMENT") String comment,
    List<Column> columns,
    List<Index> indexes,
    List<ForeignKey> foreignKeys,
    Map<String, Long> lobMaxima,
    List<Check> checks,
    Optional<Partitioning> partitioning,
    @RecordBuilder.Initializer(value = "NONE", source = Options.class) Options options)
    implements TableBuilder.With {

  /** Without a comment. */
  public static final String NO_COMMENT = "";

  /**
   * One CHECK constraint.
   *
   * @param name constraint name
   * @param clause its condition as the source prints it
   * @param enforced false if rows may break it (MySQL's NOT ENFORCED)
   */
  public record Check(String name, String clause, boolean enforced) {
    /** An enforced CHECK constraint. */
    public Check(String name, String clause) {
      this(name, clause, true);
    }
  }

  /**
   * Options of CREATE TABLE that no other field contains.
   *
   * @param storage CREATE_OPTIONS as the source prints them, for example {@code row_format=COMPRESSED}; empty on the target
   * @param autoIdCache TiDB's AUTO_ID_CACHE: the number of AUTO_INCREMENT values that a node reserves at once
   * @param shardRowIdBits TiDB's SHARD_ROW_ID_BITS, 0 for none
   * @param preSplitRegions TiDB's PRE_SPLIT_REGIONS, 0 for none
   */
  @RecordBuilder
  public record Options(String storage, Optional<Long> autoIdCache, int shardRowIdBits, int preSplitRegions) implements TableOptionsBuilder.With {
    /** No options. */
    public static final Options NONE = new Options("", Optional.empty(), 0, 0);
  }

  /** The primary key, if there is one. */
  public Optional<Index> primaryKey() {
    return indexes.stream().filter(Index::primary).findFirst();
  }

  /** The key that distinguishes rows: the primary key, or else the first unique index of whole NOT NULL columns. */
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

  /** The column of that name in any case, if there is one. */
  public Optional<Column> find(String name) {
    return columns.stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
  }

  /** The AUTO_INCREMENT column, if there is one. */
  public Optional<Column> counter() {
    return columns.stream().filter(Column::autoIncrement).findFirst();
  }

  private boolean wholeAndNotNull(Index.Part part) {
    return part.prefix().isEmpty() && part.column().isPresent() && !column(part.column().get()).nullable();
  }

  /** The definition of the table without its contents: sizes, LOB maxima and the counter's value are left out. */
  public Table bare() {
    return with().rows(0).bytes(0).autoIncrement(Optional.empty()).lobMaxima(Map.of()).build();
  }
}
