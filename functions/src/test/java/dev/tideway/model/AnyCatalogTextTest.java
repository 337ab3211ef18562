package dev.tideway.model;

import dev.tideway.schema.AnyText;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;

/** Reading ends, whatever text a server prints. */
class AnyCatalogTextTest {
  @Test
  void readsAnyText() {
    AnyText.texts(3).forEach(text -> assertThatCode(() -> read(text)).as(text.substring(0, Math.min(200, text.length()))).doesNotThrowAnyException());
  }

  private static void read(String text) {
    String statement = "CREATE TABLE `t` (\n  `c` varchar(9)" + text + ",\n  KEY `k` (" + text + "),\n  CONSTRAINT `x` CHECK (" + text + ")\n)";
    for (ExpressionPrinting printing : ExpressionPrinting.values()) {
      printing.read(text).ifPresent(read -> printing.trusts(read, text));
    }
    DefaultText.mariadb(Optional.of(text));
    DefaultText.mysql("varbinary", Optional.of(text), "DEFAULT_GENERATED", ExpressionPrinting.mysql8);
    DefaultText.mysql("varbinary", Optional.of(text), "", ExpressionPrinting.mysql8);
    ShowCreate.bytesDefault(statement, "c");
    ShowCreate.literalDefault(statement, "c");
    ShowCreate.expressionDefault(statement, "c");
    ShowCreate.generation(statement, "c");
    ShowCreate.indexExpressions(statement, "k");
    ShowCreate.check(statement, "x");
    ShowCreate.select("CREATE VIEW `s`.`v` " + text, "s", "v");
    PartitionRows.names(text);
  }
}
