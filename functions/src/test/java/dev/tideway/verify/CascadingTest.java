package dev.tideway.verify;

import dev.tideway.model.ForeignKey;
import dev.tideway.model.TableBuilder;
import dev.tideway.model.TableId;
import dev.tideway.verify.Mismatch.Cascading;
import dev.tideway.verify.Mismatch.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class CascadingTest {
  @Test
  void explainsExtraRowsOnlyByACascadingDelete() {
    assertThat(child("RESTRICT", "CASCADE").explains(Kind.extra, List.of())).isTrue();
    assertThat(child("RESTRICT", "SET NULL").explains(Kind.extra, List.of())).isFalse();
    assertThat(child("RESTRICT", "RESTRICT").explains(Kind.extra, List.of())).isFalse();
  }

  @Test
  void explainsChangedRowsOnlyInTheColumnsOfTheKey() {
    Cascading cascading = child("RESTRICT", "SET NULL");
    assertThat(cascading.explains(Kind.changed, List.of("parent"))).isTrue();
    assertThat(cascading.explains(Kind.changed, List.of("parent", "name"))).isFalse();
    assertThat(cascading.explains(Kind.changed, List.of())).isFalse();
    assertThat(child("CASCADE", "RESTRICT").explains(Kind.changed, List.of("parent"))).isTrue();
  }

  @Test
  void neverExplainsAMissingRow() {
    assertThat(child("CASCADE", "CASCADE").explains(Kind.missing, List.of())).isFalse();
  }

  @Test
  void explainsNothingInTheFinalRound() {
    assertThat(Cascading.nothing().explains(Kind.extra, List.of())).isFalse();
    assertThat(Cascading.nothing().possible()).isFalse();
  }

  private static Cascading child(String onUpdate, String onDelete) {
    ForeignKey key = new ForeignKey("fk", List.of("parent"), new TableId("s", "p"), List.of("id"), onUpdate, onDelete);
    return Cascading.of(TableBuilder.builder().id(new TableId("s", "c")).engine("InnoDB").collation("utf8mb4_bin").foreignKeys(List.of(key)).build());
  }
}
