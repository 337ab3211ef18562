package dev.tideway.model;

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
    Optional<Partitioning> partitioning,
    Options options) {

  /** A table without options. */
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
      Map<String, Long> lobMaxima,
      List<Check> checks,
      Optional<Partitioning> partitioning) {
    this(
        id, engine, collation, rows, bytes, autoIncrement, comment, columns, indexes, foreignKeys, lobMaxima, checks, partitioning, Options.NONE);
  }

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
  public record Options(String storage, Optional<Long> autoIdCache, int shardRowIdBits, int preSplitRegions) {
    /** No options. */
    public static final Options NONE = new Options("", Optional.empty(), 0, 0);

    /** The same options with other storage options. */
    public Options withStorage(String storage) {
      return new Options(storage, autoIdCache, shardRowIdBits, preSplitRegions);
    }

    /** The same options with another AUTO_ID_CACHE. */
    public Options withAutoIdCache(long size) {
      return new Options(storage, Optional.of(size), shardRowIdBits, preSplitRegions);
    }

    /** The same options with scattered hidden row ids. */
    public Options withShards(int bits, int regions) {
      return new Options(storage, autoIdCache, bits, regions);
    }
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

  /** The same table with another estimate of its rows. */
  public Table withRows(long rows) {
    return new Table(
        id, engine, collation, rows, bytes, autoIncrement, comment, columns, indexes, foreignKeys,
        lobMaxima, checks, partitioning, options);
  }

  /** The same table in another storage engine. */
  public Table withEngine(String engine) {
    return new Table(
        id, engine, collation, rows, bytes, autoIncrement, comment, columns, indexes, foreignKeys,
        lobMaxima, checks, partitioning, options);
  }

  /** The same table with another default collation. */
  public Table withCollation(String collation) {
    return new Table(
        id, engine, collation, rows, bytes, autoIncrement, comment, columns, indexes, foreignKeys,
        lobMaxima, checks, partitioning, options);
  }

  /** The same table with another next AUTO_INCREMENT value, or none. */
  public Table withAutoIncrement(Optional<Long> autoIncrement) {
    return new Table(
        id, engine, collation, rows, bytes, autoIncrement, comment, columns, indexes, foreignKeys,
        lobMaxima, checks, partitioning, options);
  }

  /** The same table with another comment. */
  public Table withComment(String comment) {
    return new Table(
        id, engine, collation, rows, bytes, autoIncrement, comment, columns, indexes, foreignKeys,
        lobMaxima, checks, partitioning, options);
  }

  /** The same table with other columns. */
  public Table withColumns(List<Column> columns) {
    return new Table(
        id, engine, collation, rows, bytes, autoIncrement, comment, columns, indexes, foreignKeys,
        lobMaxima, checks, partitioning, options);
  }

  /** The same table with other indexes. */
  public Table withIndexes(List<Index> indexes) {
    return new Table(
        id, engine, collation, rows, bytes, autoIncrement, comment, columns, indexes, foreignKeys,
        lobMaxima, checks, partitioning, options);
  }

  /** The same table with other foreign keys. */
  public Table withForeignKeys(List<ForeignKey> foreignKeys) {
    return new Table(
        id, engine, collation, rows, bytes, autoIncrement, comment, columns, indexes, foreignKeys,
        lobMaxima, checks, partitioning, options);
  }

  /** The same table with those LOB maxima. */
  public Table withLobMaxima(Map<String, Long> lobMaxima) {
    return new Table(
        id, engine, collation, rows, bytes, autoIncrement, comment, columns, indexes, foreignKeys,
        lobMaxima, checks, partitioning, options);
  }

  /** The same table with other CHECK constraints. */
  public Table withChecks(List<Check> checks) {
    return new Table(
        id, engine, collation, rows, bytes, autoIncrement, comment, columns, indexes, foreignKeys,
        lobMaxima, checks, partitioning, options);
  }

  /** The same table with other partitions, or none. */
  public Table withPartitioning(Optional<Partitioning> partitioning) {
    return new Table(
        id, engine, collation, rows, bytes, autoIncrement, comment, columns, indexes, foreignKeys,
        lobMaxima, checks, partitioning, options);
  }

  /** The same table with other options. */
  public Table withOptions(Options options) {
    return new Table(
        id, engine, collation, rows, bytes, autoIncrement, comment, columns, indexes, foreignKeys,
        lobMaxima, checks, partitioning, options);
  }

  /** The definition of the table without its contents: sizes, LOB maxima and the counter's value are left out. */
  public Table bare() {
    return new Table(
        id, engine, collation, 0, 0, Optional.empty(), comment, columns, indexes, foreignKeys, Map.of(), checks, partitioning, options);
  }
}
