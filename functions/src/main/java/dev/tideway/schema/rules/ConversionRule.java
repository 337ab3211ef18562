package dev.tideway.schema.rules;

/**
 * One change to a schema that the target needs to accept the schema with the same meaning. A rule receives a part of the model and returns the part as it
 * must be. It adds a finding if a person should know about the change. A new rule needs one class and one line in {@link Rules}.
 */
sealed interface ConversionRule permits ColumnRule, IndexRule, TableRule, ForeignKeyRule, ViewRule {
  /** The name in findings and in the dry run's errors. */
  String name();

  /** Whether this target needs the rule. */
  default boolean needed(Capabilities target) {
    return true;
  }
}
