package dev.tideway.schema.rules;

import dev.tideway.model.View;
import java.util.Optional;

/** Character sets, collations and bare words in a view's text that TiDB lacks or reserves, and aliases as MySQL 9 prints them. */
final class ViewTexts implements ViewRule {
  @Override
  public String name() {
    return "view-texts";
  }

  @Override
  public Optional<View> apply(View view, ConversionContext context) {
    return Optional.of(view.withDefinition(ViewAliases.alone(context.rewrite().texts(view.definition()))));
  }
}
