package dev.tideway.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;

/**
 * How a table is partitioned.
 *
 * @param method {@code RANGE}, {@code LIST}, {@code RANGE COLUMNS}, {@code LIST COLUMNS}, {@code HASH}, {@code KEY}, {@code LINEAR HASH}, {@code LINEAR
 *     KEY}, or a kind that only MariaDB has, such as {@code SYSTEM_TIME}
 * @param expression the expression as printed; empty for methods over columns
 * @param columns the columns of methods over columns; empty for KEY () over the primary key
 * @param sub the sub-partitions of each partition
 * @param partitions in order
 */
@RecordBuilder
public record Partitioning(String method, String expression, List<String> columns, Optional<Sub> sub, List<Partition> partitions)
    implements PartitioningBuilder.With {
  /**
   * Sub-partitions. They are the same in all partitions.
   *
   * @param method {@code HASH}, {@code KEY}, or one of these with LINEAR
   * @param expression the expression of HASH
   * @param columns the columns of KEY
   * @param count number of sub-partitions of each partition
   */
  public record Sub(String method, String expression, List<String> columns, int count) {}

  /**
   * One partition.
   *
   * @param name exact name
   * @param values PARTITION_DESCRIPTION: the bound or the list, as SQL, or DEFAULT; empty for HASH and KEY
   * @param comment the comment, possibly empty
   */
  public record Partition(String name, Optional<String> values, String comment) {}

  /** Whether whole columns decide the partition of a row, and not an expression. */
  public boolean byColumns() {
    return method.endsWith("COLUMNS") || method.endsWith("KEY");
  }

  /** The partitions without sub-partitions. */
  public Partitioning withoutSub() {
    return withSub(Optional.empty());
  }
}
