package dev.tideway.schema.rules;

import dev.tideway.model.View;
import java.util.Optional;

/** A view whose text or columns the source did not show is not planned. The inventory's finding gives the reason. */
final class UnreadableView implements ViewRule {
  @Override
  public String name() {
    return "unreadable-view";
  }

  @Override
  public Optional<View> apply(View view, ConversionContext context) {
    return view.definition().isBlank() || view.columns().isEmpty() ? Optional.empty() : Optional.of(view);
  }
}
