package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.View;
import java.util.List;
import java.util.Optional;

/** Syntax in a SELECT that TiDB cannot parse. */
final class ViewSyntax implements ViewRule {
  private static final List<String> UNKNOWN = List.of("lateral", "json_table");

  @Override
  public String name() {
    return "view-syntax";
  }

  @Override
  public Optional<View> apply(View view, ConversionContext context) {
    Optional<String> unknown =
        SqlText.tokens(view.definition()).stream().filter(t -> UNKNOWN.stream().anyMatch(t::is)).map(SqlText.Token::value).findFirst();
    if (unknown.isEmpty()) {
      return Optional.of(view);
    }
    context.reportLoss(
        FindingCode.VIEW_SYNTAX, view.id().toString(), unknown.get().toUpperCase(java.util.Locale.ROOT) + " in a view", "a SELECT that TiDB can parse",
        "rewrite the view without it, or add " + Finding.exclude(view.id().toString()), "the view is left out");
    return context.options().flatten() ? Optional.empty() : Optional.of(view);
  }
}
