package dev.tideway.dms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.json.Json;
import dev.tideway.model.Inventory;
import dev.tideway.model.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static dev.tideway.dms.DmsSamples.child;
import static dev.tideway.dms.DmsSamples.column;
import static dev.tideway.dms.DmsSamples.generated;
import static dev.tideway.dms.DmsSamples.ids;
import static dev.tideway.dms.DmsSamples.inventory;
import static dev.tideway.dms.DmsSamples.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TaskPlannerTest {
  @Test
  void namesEveryTableExplicitlyInOneTask() {
    TaskPlan plan = DmsSamples.plan(table("shop", "orders"), table("shop", "items"));
    assertThat(plan.tasks()).hasSize(1);
    assertThat(plan.tasks().getFirst().identifier()).isEqualTo("tideway-shop-1");
    assertThat(plan.tasks().getFirst().tables()).isEqualTo(ids("items", "orders"));
    JsonNode rules = plan.tasks().getFirst().mappings().get("rules");
    assertThat(rules.findValuesAsText("rule-action")).containsExactly("explicit", "explicit");
    assertThat(rules.findValuesAsText("table-name")).containsExactly("items", "orders");
    assertThat(rules.findValuesAsText("rule-id")).containsExactly("1", "2");
  }

  @Test
  void leavesGeneratedColumnsToTheTarget() {
    JsonNode rule = DmsSamples.plan(table("shop", "t", column("a", "int"), generated("b"))).tasks().getFirst().mappings().at("/rules/1");
    assertThat(rule.get("rule-action").asText()).isEqualTo("remove-column");
    assertThat(rule.get("rule-target").asText()).isEqualTo("column");
    assertThat(rule.at("/object-locator/column-name").asText()).isEqualTo("b");
  }

  @Test
  void escapesUnderscoresSoThatNoDifferentColumnMatches() {
    JsonNode rules =
        DmsSamples.plan(
                table("shop", "a_b", generated("c_d")),
                table("shop", "aXb", column("cYd", "int")),
                table("shop", "plain_name", generated("sum_of")))
            .tasks()
            .getFirst()
            .mappings()
            .get("rules");
    assertThat(rules.findValuesAsText("column-name")).containsExactly("c[_]d", "sum_of");
    assertThat(rules.findValuesAsText("table-name")).contains("a[_]b", "plain_name");
  }

  @Test
  void givesNamesWithAPercentSignAsPatternsOfThemselves() {
    JsonNode rule = DmsSamples.plan(table("shop", "50%_off")).tasks().getFirst().mappings().at("/rules/0");
    assertThat(rule.get("rule-action").asText()).isEqualTo("include");
    assertThat(rule.at("/object-locator/table-name").asText()).isEqualTo("50[%][_]off");
  }

  @Test
  void splitsBySizeAndKeepsForeignKeyFamiliesTogether() {
    List<Table> tables = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Table parent = table("shop", "parent_%02d".formatted(i));
      tables.add(parent);
      tables.add(child(table("shop", "z_child_%02d".formatted(i)), parent));
    }
    Collections.shuffle(tables, new Random(7));
    TaskPlan plan = new TaskPlanner(DmsSamples.migration(), 2_000).plan(inventory(tables.toArray(Table[]::new)));
    assertThat(plan.tasks()).hasSizeGreaterThan(3);
    assertThat(plan.tasks().stream().flatMap(t -> t.tables().stream())).hasSize(60).doesNotHaveDuplicates();
    for (TaskPlan.Task task : plan.tasks()) {
      assertThat(Json.write(task.mappings()).getBytes(StandardCharsets.UTF_8).length).isLessThan(2_200);
      List<String> numbers = task.tables().stream().map(t -> t.table().substring(t.table().length() - 2)).toList();
      assertThat(numbers).allSatisfy(n -> assertThat(Collections.frequency(numbers, n)).isEqualTo(2));
    }
  }

  @Test
  void staysUnderTheLimitWithTenThousandTables() {
    Table[] tables = IntStream.range(0, 10_000).mapToObj(i -> table("a_schema_name", "a_long_enough_table_name_" + i)).toArray(Table[]::new);
    assertThat(DmsSamples.plan(tables).tasks())
        .allSatisfy(t -> assertThat(Json.write(t.mappings()).getBytes(StandardCharsets.UTF_8).length).isLessThan(2 * 1024 * 1024));
  }

  @Test
  void isTheSameForTheSameInventoryInAnyOrder() {
    Table a = table("shop", "a");
    Table b = child(table("shop", "b"), a);
    Table c = table("shop", "c");
    assertThat(DmsSamples.plan(c, b, a)).isEqualTo(DmsSamples.plan(a, b, c));
  }

  @Test
  void leavesAnEmptySelectionToTheFindingsOfTheInventory() {
    assertThat(DmsSamples.plan().tasks()).isEmpty();
  }

  @Test
  void refusesAFamilyThatFitsIntoNoTask() {
    Table parent = table("shop", "p");
    Table[] tables = new Table[20];
    tables[0] = parent;
    for (int i = 1; i < tables.length; i++) {
      tables[i] = child(table("shop", "c" + i), parent);
    }
    assertThatThrownBy(() -> new TaskPlanner(DmsSamples.migration(), 1_000).plan(inventory(tables)))
        .isInstanceOf(MigrationFailed.class)
        .hasMessageContaining("20 tables");
  }

  @Test
  void givesTablesWithoutAKeyATaskThatOnlyLoadsIfTheRequestSaysSo() {
    Inventory inventory = inventory(DmsSamples.keyed("shop", "orders"), table("shop", "log", column("a", "int")));
    TaskPlan plan = new TaskPlanner(DmsSamples.reloading(), TaskPlanner.MAX_BYTES).plan(inventory);
    assertThat(plan.tasks()).extracting(TaskPlan.Task::tables).containsExactly(ids("orders"));
    assertThat(plan.reloads()).extracting(TaskPlan.Task::identifier).containsExactly("tideway-shop-reload1");
    assertThat(plan.reloads()).extracting(TaskPlan.Task::tables).containsExactly(ids("log"));
    assertThat(plan.reloads().getFirst().mappings().findValuesAsText("table-name")).containsExactly("log");
    assertThat(plan.reloads().getFirst().settings().at("/FullLoadSettings/StopTaskCachedChangesNotApplied").asBoolean()).isFalse();
    assertThat(plan.reloads().getFirst().settings().at("/FullLoadSettings/TargetTablePrepMode").asText()).isEqualTo("TRUNCATE_BEFORE_LOAD");

    TaskPlan refused = new TaskPlanner(DmsSamples.migration(), TaskPlanner.MAX_BYTES).plan(inventory);
    assertThat(refused.tasks()).extracting(TaskPlan.Task::tables).containsExactly(ids("log", "orders"));
    assertThat(refused.reloads()).isEmpty();
  }

  @Test
  void needsNoTaskForChangesWhereNoTableHasAKey() {
    TaskPlan plan = new TaskPlanner(DmsSamples.reloading(), TaskPlanner.MAX_BYTES).plan(inventory(table("shop", "log")));
    assertThat(plan.tasks()).isEmpty();
    assertThat(plan.reloads()).hasSize(1);
  }

  @Test
  void isReadFromTheBucketAsItWasWritten() {
    TaskPlan plan = DmsSamples.plan(table("shop", "t", generated("g")));
    assertThat(Json.read(Json.write(plan), TaskPlan.class)).isEqualTo(plan);
  }
}
