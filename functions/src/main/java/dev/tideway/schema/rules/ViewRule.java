package dev.tideway.schema.rules;

import dev.tideway.model.View;
import java.util.Optional;

/** A rule for each view. */
non-sealed interface ViewRule extends ConversionRule {
  /**
   * The view as it must be, or empty if the target gets none.
   *
   * @param view the view after the earlier rules
   */
  Optional<View> apply(View view, ConversionContext context);
}
