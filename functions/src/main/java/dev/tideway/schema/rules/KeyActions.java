package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Table;
import java.util.Optional;

/** SET DEFAULT acts as RESTRICT on TiDB, as on InnoDB. Both servers drop MATCH. */
final class KeyActions implements ForeignKeyRule {
  private static final String SET_DEFAULT = "SET DEFAULT";

  @Override
  public String name() {
    return "key-actions";
  }

  @Override
  public Optional<ForeignKey> apply(ForeignKey key, Table table, ConversionContext context) {
    boolean setDefault = key.onDelete().equals(SET_DEFAULT) || key.onUpdate().equals(SET_DEFAULT);
    boolean match = !key.match().equals("NONE") && !key.match().equals("SIMPLE");
    if (setDefault || match) {
      context.report(
          Finding.warning(
              FindingCode.FOREIGN_KEY_ACTION, table.id() + "." + key.name(), setDefault ? SET_DEFAULT : "MATCH " + key.match(),
              setDefault ? "RESTRICT: TiDB treats it as RESTRICT" : "no MATCH clause: TiDB ignores it", "nothing, unless the application relies on it"));
    }
    return Optional.of(
        key.with().onUpdate(key.onUpdate().replace(SET_DEFAULT, "RESTRICT")).onDelete(key.onDelete().replace(SET_DEFAULT, "RESTRICT")).match("NONE").build());
  }
}
