package dev.tideway.schema;

import dev.tideway.model.Column;
import dev.tideway.model.Index;
import dev.tideway.model.Partitioning;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import dev.tideway.model.View;
import dev.tideway.schema.drift.SchemaDiff;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;

/** Whatever a catalogue prints, the conversion returns a plan and findings and never throws an exception. */
class AnyTextTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void convertsACatalogueOfAnyText(long seed) {
    AnyText.texts(seed).forEach(text -> assertThatCode(() -> convert(text)).as("seed %d, %s", seed, shown(text)).doesNotThrowAnyException());
  }

  private static String shown(String text) {
    return text.substring(0, Math.min(text.length(), 200));
  }

  private static void convert(String text) {
    Column generated = Sample.column("g", "varchar(20)").generatedAs(Optional.of(text), false);
    Table table =
        Sample.table(
                "t",
                List.of(
                    Sample.column("a", "int"), generated, Sample.withDefault(Sample.column("d", "varchar(20)"), text, true),
                    Sample.withDefault(Sample.column("b", "varbinary(20)"), text, true), Sample.withDefault(Sample.column("l", "varbinary(20)"), text, false),
                    Sample.withDefault(Sample.column("j", "json"), text, false), Sample.withDefault(Sample.column("n", "int"), text, false),
                    Sample.withDefault(Sample.column("m", "timestamp"), text, false), Sample.column("e", "enum('" + text + "')")),
                List.of(new Index("k", false, "BTREE", List.of(new Index.Part(Optional.empty(), Optional.of(text), Optional.empty())))))
            .withComment(text)
            .withChecks(List.of(new Table.Check("c", text)))
            .withPartitioning(
                Optional.of(new Partitioning("RANGE", text, List.of(), Optional.empty(), List.of(new Partitioning.Partition("p", Optional.of(text), text)))));
    View view = new View(new TableId("s", "v"), text, List.of("a"));
    SchemaPlan plan = Sample.convert(Sample.inventory(Sample.tidb("8.5.6"), List.of(table), view)).plan();
    SchemaDiff.of(plan.tables().getFirst().model(), table);
    ViewText.rename(text, UnaryOperator.identity(), Set.of(view.id()));
  }
}
