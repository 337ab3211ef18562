package dev.tideway.schema.rules;

import dev.tideway.model.TableId;
import dev.tideway.model.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sorts views into the order in which they can be created. */
final class ViewOrder {
  private final Map<TableId, View> views = new HashMap<>();
  private final Set<View> sorted = new LinkedHashSet<>();
  private final Set<TableId> open = new LinkedHashSet<>();

  private ViewOrder() {}

  /** Each view comes after those it reads. Otherwise the order does not change. */
  static List<View> sort(List<View> views) {
    ViewOrder order = new ViewOrder();
    views.forEach(v -> order.views.put(v.id(), v));
    views.forEach(order::visit);
    return List.copyOf(order.sorted);
  }

  private void visit(View view) {
    // views cannot read each other in cycles; if a text appears to, its view stays in its place
    if (sorted.contains(view) || !open.add(view.id())) {
      return;
    }
    for (TableId read : names(view)) {
      View needed = views.get(read);
      if (needed != null) {
        visit(needed);
      }
    }
    open.remove(view.id());
    sorted.add(view);
  }

  /** Every {@code `schema`.`table`} of the text, and some names that are not tables or views. */
  private static List<TableId> names(View view) {
    List<TableId> names = new ArrayList<>();
    List<SqlText.Token> tokens = SqlText.tokens(view.definition());
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).kind() == SqlText.Kind.name && tokens.get(i + 1).is(".") && tokens.get(i + 2).kind() == SqlText.Kind.name) {
        names.add(new TableId(tokens.get(i).value(), tokens.get(i + 2).value()));
      }
    }
    return names;
  }
}
