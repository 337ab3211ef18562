package dev.tideway.model;

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
public record View(TableId id, String definition, List<String> columns, String definer, boolean invoker, String checkOption) {
  /** A view of which only the text is known. */
  public View(TableId id, String definition, List<String> columns) {
    this(id, definition, columns, "", true, "NONE");
  }

  /** The same view with another text. */
  public View withDefinition(String definition) {
    return new View(id, definition, columns, definer, invoker, checkOption);
  }

  /** The same view without a check option. */
  public View withoutCheckOption() {
    return new View(id, definition, columns, definer, invoker, "NONE");
  }

  /** The same view without a definer. It runs with the rights of the user who reads it. */
  public View asInvoker() {
    return new View(id, definition, columns, "", true, checkOption);
  }
}
