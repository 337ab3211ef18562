package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Column;
import dev.tideway.model.Table;
import java.util.Optional;

/** Generated columns are kept. An expression that TiDB refuses in them is rewritten, or it blocks. */
final class GeneratedColumn implements ColumnRule {
  @Override
  public String name() {
    return "generated-column";
  }

  @Override
  public Column apply(Column column, Table table, ConversionContext context) {
    if (!column.generated()) {
      return column;
    }
    String expression = column.generation().orElseThrow();
    String rewritten = context.rewrite().expression(expression);
    String object = table.id() + "." + column.name();
    SqlRewrite.refusal(rewritten)
        .ifPresent(
            what ->
                context.report(
                    Finding.blocker(
                        FindingCode.GENERATED_COLUMN_REFUSED, object, what + " in " + expression, "an expression that TiDB allows in generated columns",
                        "compute the column in the application, or drop it on the source")));
    if (!rewritten.equals(expression)) {
      context.report(Finding.info(FindingCode.EXPRESSION_REWRITTEN, object, expression, rewritten, "nothing: it has the same values"));
    }
    return column.generatedAs(Optional.of(rewritten), column.stored());
  }
}
