package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.View;
import java.util.Optional;

/**
 * Views run with the rights of the user who reads them. The definer is a user of the source that may not exist on the target. TiDB creates a view with a
 * missing definer silently, and fails when the view is read.
 */
final class ViewDefiner implements ViewRule {
  @Override
  public String name() {
    return "view-definer";
  }

  @Override
  public Optional<View> apply(View view, ConversionContext context) {
    if (!view.invoker()) {
      context.report(
          Finding.warning(
              FindingCode.VIEW_DEFINER, view.id().toString(), "SQL SECURITY DEFINER, definer " + view.definer(), "SQL SECURITY INVOKER",
              "grant the readers of the view SELECT on the tables that it reads, or create it again after the cutover with a definer of the target"));
    }
    return Optional.of(view.asInvoker());
  }
}
