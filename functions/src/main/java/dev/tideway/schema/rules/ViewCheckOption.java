package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.View;
import java.util.Optional;

/** Removes the CHECK OPTION: TiDB does not allow writing through views, so there is nothing to check. */
final class ViewCheckOption implements ViewRule {
  @Override
  public String name() {
    return "view-check-option";
  }

  @Override
  public Optional<View> apply(View view, ConversionContext context) {
    if (view.checkOption().equals("NONE") || view.checkOption().isEmpty()) {
      return Optional.of(view.withoutCheckOption());
    }
    context.report(
        Finding.warning(
            FindingCode.VIEW_CHECK_OPTION, view.id().toString(), "WITH " + view.checkOption() + " CHECK OPTION, which suggests that an application writes through the view",
            "writes to the table itself: TiDB's views are read-only", "let the application write to the table"));
    return Optional.of(view.withoutCheckOption());
  }
}
