package dev.tideway.schema.rules;

import dev.tideway.model.View;
import java.util.Optional;

/** Rewrites a view's text: character sets and collations that TiDB lacks, bare words that it reserves, and aliases as MySQL 9 prints them. */
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
