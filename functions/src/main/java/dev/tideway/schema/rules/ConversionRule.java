package dev.tideway.schema.rules;

/**
 * One thing that must change in a schema so that the target takes it and means the same. A rule gets a part of the model and answers the part
 * as it must be; it notes a finding if somebody should know. Adding one is one class and one line in {@link Rules}.
 */
sealed interface ConversionRule permits ColumnRule, IndexRule, TableRule, ForeignKeyRule, ViewRule {
  /** What findings and the dry run's errors call it. */
  String name();

  /** Whether this target makes the rule necessary. */
  default boolean needed(Capabilities target) {
    return true;
  }
}
