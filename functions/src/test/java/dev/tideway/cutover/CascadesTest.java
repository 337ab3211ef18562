package dev.tideway.cutover;

import dev.tideway.model.ForeignKey;
import dev.tideway.model.Table;
import dev.tideway.model.TableBuilder;
import dev.tideway.model.TableId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CascadesTest {
  private static Table table(String name, ForeignKey... keys) {
    return TableBuilder.builder().id(new TableId("s", name)).engine("InnoDB").collation("utf8mb4_bin").foreignKeys(List.of(keys)).build();
  }

  private static ForeignKey key(String name, String parent, String onUpdate, String onDelete) {
    return new ForeignKey(name, List.of("p"), new TableId("s", parent), List.of("id"), onUpdate, onDelete);
  }

  private static Stream<String> order(Table... tables) {
    return Cascades.of(List.of(tables)).stream().map(cascade -> cascade.key().name());
  }

  @Test
  void parentsComeBeforeTheirChildren() {
    assertThat(order(
        table("a_grandchild", key("a_b", "b_child", "RESTRICT", "CASCADE")),
        table("b_child", key("b_c", "c_parent", "RESTRICT", "CASCADE")),
        table("c_parent"))).containsExactly("b_c", "a_b");
  }

  @Test
  void keysThatChangeNothingByThemselvesAreLeftOut() {
    assertThat(order(table("c", key("no", "p", "RESTRICT", "NO ACTION"), key("up", "p", "CASCADE", "RESTRICT"), key("nul", "p", "NO ACTION", "SET NULL")), table("p")))
        .containsExactly("up", "nul");
  }

  @Test
  void circlesAndTreesEnd() {
    assertThat(order(table("a", key("ab", "b", "CASCADE", "CASCADE")), table("b", key("ba", "a", "CASCADE", "CASCADE"), key("bb", "b", "CASCADE", "CASCADE"))))
        .containsExactlyInAnyOrder("ab", "ba", "bb");
  }

  @Test
  void parentsOutsideTheMigrationAreNotSearched() {
    assertThat(order(table("c", key("elsewhere", "p", "CASCADE", "CASCADE")))).isEmpty();
  }
}
