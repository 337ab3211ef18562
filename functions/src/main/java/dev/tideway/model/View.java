package dev.tideway.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * One view.
 *
 * @param id schema and name
 * @param definition the SELECT as the source prints it (information_schema.VIEWS.VIEW_DEFINITION)
 * @param columns its columns, in order
 * @param definer {@code user@host}, possibly empty
 * @param invoker whether it runs with the rights of the user who reads it (SQL SECURITY INVOKER)
 * @param checkOption {@code NONE}, {@code LOCAL} or {@code CASCADED}
 */
@RecordBuilder
public record View(TableId id, String definition, List<String> columns, String definer, boolean invoker, String checkOption)
    implements ViewBuilder.With {
  /** A view of which only the text is known. */
  public View(TableId id, String definition, List<String> columns) {
    this(id, definition, columns, "", true, "NONE");
  }

  /** The same view without a check option. */
  public View withoutCheckOption() {
    return withCheckOption("NONE");
  }

  /** The same view without a definer. It runs with the rights of the user who reads it. */
  public View asInvoker() {
    return with().definer("").invoker(true).build();
  }
}
