package dev.tideway.schema;

import dev.tideway.error.Finding;
import dev.tideway.json.Json;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Index;
import dev.tideway.model.Inventory;
import dev.tideway.model.Partitioning;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import dev.tideway.model.View;
import dev.tideway.schema.SchemaPlan.PlannedIndex;
import dev.tideway.schema.SchemaPlan.PlannedTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConversionTest {
  private static Inventory inventory(Table... tables) {
    return Sample.inventory(Sample.tidb("8.5.6"), List.of(tables));
  }

  private static PlannedTable table(Conversion conversion, String name) {
    return conversion.plan().tables().stream().filter(t -> t.id().table().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void holdsSecondaryIndexesBackButNotTheOnesNeededAtOnce() {
    Table keyed =
        Sample.table(
            "keyed",
            List.of(Sample.counter("n", "bigint"), Sample.column("id", "int"), Sample.column("a", "int")),
            List.of(Sample.index("PRIMARY", true, "id"), Sample.index("kn", false, "n"), Sample.index("ka", false, "a"), Sample.index("ua", true, "a", "n")));

    Conversion conversion = Sample.convert(inventory(keyed));

    PlannedTable planned = table(conversion, "keyed");
    assertThat(planned.create())
        .contains("PRIMARY KEY (`id`) /*T![clustered_index] CLUSTERED */")
        .contains("INDEX `kn` (`n`)")
        .doesNotContain("`ka`")
        .doesNotContain("`ua`")
        .endsWith("DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci /*T![auto_id_cache] AUTO_ID_CACHE=1 */");
    assertThat(planned.indexes())
        .containsExactly(
            new PlannedIndex("ka", false, "ADD INDEX `ka` (`a`)"), new PlannedIndex("ua", true, "ADD UNIQUE INDEX `ua` (`a`, `n`)"));
    assertThat(planned.autoIncrement()).contains("n");
    assertThat(planned.key()).containsExactly("id");
  }

  @Test
  void makesWhatIsNotUniqueWithASmallTable() {
    Table table =
        Sample.table(
            "t", List.of(Sample.column("id", "int"), Sample.column("a", "int")),
            List.of(Sample.index("PRIMARY", true, "id"), Sample.index("ka", false, "a"), Sample.index("ua", true, "a")));

    Conversion small = Sample.convert(inventory(table.withRows(10_000)));
    assertThat(table(small, "t").create()).contains("INDEX `ka` (`a`)").doesNotContain("`ua`");
    assertThat(small.plan().statements()).extracting(SchemaPlan.Statement::object).containsExactly("s", "s.t", "s.t.ua");
    // an earlier execution may have created the table while it was large: then the index is built like all other indexes
    assertThat(table(small, "t").indexes()).extracting(PlannedIndex::name).containsExactly("ka", "ua");

    Conversion large = Sample.convert(inventory(table.withRows(10_001)));
    assertThat(table(large, "t").create()).doesNotContain("`ka`");
    assertThat(large.plan().statements()).extracting(SchemaPlan.Statement::object).containsExactly("s", "s.t", "s.t.ka", "s.t.ua");

    PlannedTable apart = Sample.convert(inventory(table.withRows(0))).plan().renamed(s -> "scratch").tables().getFirst();
    assertThat(apart.create()).doesNotContain("`ka`");
    assertThat(apart.indexes()).extracting(PlannedIndex::name).containsExactly("ka", "ua");
  }

  @Test
  void printsPrefixesAndExpressions() {
    Index mixed =
        new Index(
            "m`x", false, "BTREE",
            List.of(
                new Index.Part(Optional.of("a"), Optional.empty(), Optional.of(10)), new Index.Part(Optional.empty(), Optional.of("lower(`a`)"), Optional.empty())));
    Table t = Sample.table("t", List.of(Sample.column("a", "text")), List.of(mixed, new Index("ft", false, "FULLTEXT", List.of())));

    Conversion conversion = Sample.convert(inventory(t));

    assertThat(table(conversion, "t").indexes()).containsExactly(new PlannedIndex("m`x", false, "ADD INDEX `m``x` (`a`(10), (lower(`a`)))"));
    assertThat(conversion.findings()).extracting(Finding::code).containsExactly("TW-P077");
  }

  @Test
  void widensSmallCountersAndAllThatReferToThem() {
    ForeignKey toParent = new ForeignKey("fk", List.of("p"), new TableId("s", "parent"), List.of("id"), "RESTRICT", "CASCADE");
    ForeignKey toChild = new ForeignKey("fk2", List.of("c"), new TableId("s", "child"), List.of("p"), "RESTRICT", "RESTRICT");
    Table parent = Sample.table("parent", List.of(Sample.counter("id", "tinyint(3) unsigned")), List.of(Sample.index("PRIMARY", true, "id")));
    Table child = Sample.table("child", List.of(Sample.column("p", "tinyint(3) unsigned"), Sample.column("other", "tinyint(4)")), List.of(), toParent);
    Table grandchild = Sample.table("grandchild", List.of(Sample.column("c", "tinyint(3) unsigned")), List.of(), toChild);

    Conversion conversion = Sample.convert(inventory(parent, child, grandchild));

    assertThat(table(conversion, "parent").create()).contains("`id` int unsigned NOT NULL AUTO_INCREMENT");
    assertThat(table(conversion, "child").create()).contains("`p` int unsigned").contains("`other` tinyint NULL");
    assertThat(table(conversion, "grandchild").create()).contains("`c` int unsigned");
    assertThat(conversion.findings()).extracting(Finding::code).containsExactly("TW-P080");
  }

  @Test
  void leavesOutForeignKeysToTablesThatAreNotSelected() {
    ForeignKey away = new ForeignKey("fk", List.of("p"), new TableId("other", "parent"), List.of("id"), "RESTRICT", "CASCADE");

    Conversion conversion = Sample.convert(inventory(Sample.table("t", List.of(Sample.column("p", "int")), List.of(), away)));

    assertThat(table(conversion, "t").foreignKeys()).isEmpty();
    assertThat(conversion.findings()).extracting(Finding::code).containsExactly("TW-P083");
  }

  @Test
  void renamesSchemasEverywhereForTheDryRun() {
    ForeignKey key = new ForeignKey("fk", List.of("p"), new TableId("s", "t"), List.of("p"), "NO ACTION", "SET NULL");
    View view =
        new View(
            new TableId("s", "v"), "select `s`.`t`.`p` AS `p`,'`s`.`t`' AS `x`,`s`.`alias_column` AS `y`,`far`.`t`.`z` from `s`.`t`", List.of("p", "x", "y", "z"));
    Inventory inventory =
        Sample.inventory(Sample.tidb("8.5.6"), List.of(Sample.table("t", List.of(Sample.column("p", "int")), List.of(), key)), view);

    SchemaPlan plan = Sample.convert(inventory).plan().renamed(s -> "scratch");

    assertThat(plan.schemas().getFirst().sql()).startsWith("CREATE DATABASE IF NOT EXISTS `scratch`");
    assertThat(plan.tables().getFirst().create()).startsWith("CREATE TABLE IF NOT EXISTS `scratch`.`t`");
    assertThat(plan.tables().getFirst().foreignKeys().getFirst().clause())
        .isEqualTo("ADD CONSTRAINT `fk` FOREIGN KEY (`p`) REFERENCES `scratch`.`t` (`p`) ON DELETE SET NULL ON UPDATE NO ACTION");
    assertThat(plan.views().getFirst().sql())
        .isEqualTo(
            "CREATE OR REPLACE SQL SECURITY INVOKER VIEW `scratch`.`v` (`p`, `x`, `y`, `z`) AS select `scratch`.`t`.`p` AS `p`,'`s`.`t`' AS `x`,"
                + "`s`.`alias_column` AS `y`,`far`.`t`.`z` from `scratch`.`t`");
  }

  @Test
  void saysWhichChecksAndPartitionsAreNotCarried() {
    Table t = Sample.table("t", List.of(Sample.column("a", "int")), List.of());
    Table odd =
        t.with()
            .rows(0)
            .autoIncrement(Optional.of(9L))
            .checks(List.of(new Table.Check("c", "a > 1")))
            .partitioning(Optional.of(new Partitioning("SYSTEM_TIME", "`a`", List.of(), Optional.empty(), List.of(new Partitioning.Partition("p0", Optional.empty(), "")))))
            .build();

    assertThat(Sample.convert(inventory(odd)).findings()).extracting(Finding::code).containsExactly("TW-P078", "TW-P079");
  }

  @Test
  void isReadFromTheBucketAsItWasWritten() {
    Inventory inventory = inventory(Sample.table("t", List.of(Sample.counter("a", "int")), List.of(Sample.index("PRIMARY", true, "a"))));
    SchemaPlan plan = Sample.convert(inventory).plan();

    assertThat(Json.read(Json.pretty(inventory), Inventory.class)).isEqualTo(inventory);
    assertThat(Json.read(Json.pretty(plan), SchemaPlan.class)).isEqualTo(plan);
  }

  @Test
  void listsStatementsInTheOrderOfTheirStages() {
    ForeignKey key = new ForeignKey("fk", List.of("p"), new TableId("s", "t"), List.of("p"), "RESTRICT", "RESTRICT");
    Table t = Sample.table("t", List.of(Sample.column("p", "int")), List.of(Sample.index("k", false, "p")), key);

    assertThat(Sample.convert(inventory(t)).plan().statements())
        .extracting(SchemaPlan.Statement::stage)
        .containsExactly(Stage.tables, Stage.tables, Stage.indexes, Stage.foreignKeys);
  }

  @Test
  void groupsIndexesSoThatOnlyUniqueOnesStandAlone() {
    TableId id = new TableId("s", "t */ DROP");
    List<PlannedIndex> missing =
        List.of(new PlannedIndex("a", false, "ADD INDEX a"), new PlannedIndex("u", true, "ADD UNIQUE INDEX u"), new PlannedIndex("b", false, "ADD INDEX b"));

    List<IndexGroup> groups = IndexGroup.of(id, missing);

    assertThat(groups.stream().map(IndexGroup::names)).containsExactly(List.of("u"), List.of("a", "b"));
    IndexGroup.Marker marker = new IndexGroup.Marker("my-shop", 3, IndexAttempt.afterLoad, IndexGroup.hash(id), groups.getLast().hash());
    String sql = groups.getLast().sql(marker);
    assertThat(sql).startsWith("ALTER TABLE `s`.`t */ DROP` /* tideway my-shop 3 afterLoad ").endsWith("*/ ADD INDEX a, ADD INDEX b");
    assertThat(IndexGroup.Marker.in(sql)).contains(marker);
    assertThat(IndexGroup.Marker.in("ALTER TABLE x ADD INDEX y")).isEmpty();
  }

  @Test
  void namesScratchDatabasesAfterTheMigration() {
    ScratchNames names = new ScratchNames("shop", List.of("a", "b"));

    assertThat(names.of("b")).isEqualTo("tideway_dryrun_shop_2");
    assertThat(names.of("elsewhere")).isEqualTo("elsewhere");
    assertThat(names.among(Set.of("tideway_dryrun_shop_7", "tideway_dryrun_shop_x", "tideway_dryrun_shopping_1"))).containsExactly("tideway_dryrun_shop_7");
    assertThat(names.translate("Table 'tideway_dryrun_shop_2.t' and tideway_dryrun_shop_22")).isEqualTo("Table 'b.t' and tideway_dryrun_shop_22");
  }
}
