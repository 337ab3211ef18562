package dev.tideway.schema;

/**
 * One thing that must change in a column so that the target takes it and means the same. Rules run in the order of {@link
 * ColumnRules#ALL}; adding one is one class and one line there.
 */
@FunctionalInterface
interface ColumnRule {
  /** Changes the draft if the rule's condition holds, and notes a finding if somebody should know. */
  void apply(ColumnDraft draft, ConversionContext context);
}
