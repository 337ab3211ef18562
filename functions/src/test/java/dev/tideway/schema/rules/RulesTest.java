package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.model.Column;
import dev.tideway.model.ColumnBuilder;
import dev.tideway.model.Flavour;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Index;
import dev.tideway.model.Inventory;
import dev.tideway.model.Partitioning;
import dev.tideway.model.Server;
import dev.tideway.model.Table;
import dev.tideway.model.TableBuilder;
import dev.tideway.model.TableId;
import dev.tideway.model.View;
import dev.tideway.run.Migration;
import dev.tideway.run.Migration.HotSpots;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Rules whose condition no available source or target meets: different versions of TiDB, newer MySQL, statements that the servers themselves refuse. */
class RulesTest {
  private static final Set<String> COLLATIONS = Set.of("utf8mb4_bin", "utf8mb4_general_ci", "utf8mb4_0900_ai_ci", "binary");
  private static final Migration.Schema FLATTEN = new Migration.Schema(true, HotSpots.keep, 5, 0, 1);

  private static Inventory inventory(String version, Map<String, String> variables, List<Table> tables, View... views) {
    Server source = new Server(Flavour.mysql, "8.0.36", Map.of(), Set.of(), Set.of());
    Server target = new Server(Flavour.tidb, "8.0.11-TiDB-v" + version, variables, COLLATIONS, Set.of("utf8mb4", "binary"));
    return new Inventory(source, target, tables, List.of(views), Map.of("s", "utf8mb4_general_ci"), "f");
  }

  private static Converted convert(String version, Table... tables) {
    return Rules.convert(inventory(version, Map.of(), List.of(tables)), Migration.Schema.DEFAULT);
  }

  private static Column integer(String name) {
    return ColumnBuilder.builder().name(name).type("bigint").columnType("bigint(20)").build();
  }

  private static Table table(String name, List<Column> columns, Index... indexes) {
    return TableBuilder.builder()
        .id(new TableId("s", name))
        .engine("InnoDB")
        .collation("utf8mb4_general_ci")
        .columns(columns)
        .indexes(List.of(indexes))
        .build();
  }

  private static Index index(String name, boolean unique, Index.Part... parts) {
    return new Index(name, unique, "BTREE", List.of(parts));
  }

  private static Index expression(String sql) {
    return index("k", false, new Index.Part(Optional.empty(), Optional.of(sql), Optional.empty()));
  }

  private static Column text(String name, String type, String columnType, String charset, String collation) {
    return ColumnBuilder.builder()
        .name(name)
        .type(type)
        .columnType(columnType)
        .nullable(true)
        .charset(Optional.of(charset))
        .collation(Optional.of(collation))
        .build();
  }

  private static List<String> lines(Converted converted) {
    return converted.findings().stream().map(f -> f.code() + " " + f.severity() + " by " + f.rule().orElseThrow()).toList();
  }

  private static Table hashed() {
    return table("t", List.of(integer("a"), integer("b")), index("PRIMARY", true, Index.Part.of("a")), index("ub", true, Index.Part.of("b")))
        .withPartitioning(
            Optional.of(
                new Partitioning("HASH", "`B`", List.of(), Optional.empty(), List.of(new Partitioning.Partition("p0", Optional.empty(), "")))));
  }

  /** MySQL 5.7 cuts a member at its first zero byte. */
  @Test
  void refusesMembersThatAreEqual() {
    String collation = "utf8mb4_general_ci";
    Converted cut = convert("8.5.6", table("t", List.of(text("e", "enum", "enum('a','a')", "utf8mb4", collation), text("s", "set", "set('','b','')", "utf8mb4", collation))));
    assertThat(lines(cut)).containsExactly("TW-P233 blocker by equal-members", "TW-P233 blocker by equal-members");
    assertThat(cut.findings().getFirst().object()).isEqualTo("s.t.e");
    assertThat(cut.findings().getFirst().fix()).contains("ALTER TABLE `s`.`t` MODIFY");

    Converted whole = convert("8.5.6", table("t", List.of(text("e", "enum", "enum('a','a''','''a','b,''a')", "utf8mb4", collation))));
    assertThat(whole.findings()).isEmpty();
  }

  @Test
  void countsNoBytesOfAKeyOverAWholeText() {
    Column body = text("a", "text", "text", "utf8mb4", "utf8mb4_bin");
    Finding finding = convert("8.5.6", table("t", List.of(body), index("u", true, Index.Part.of("a")))).findings().stream()
        .filter(f -> f.code().equals("TW-P204")).findFirst().orElseThrow();

    assertThat(finding.found()).isEqualTo("a unique key of more than 3072 bytes");
  }

  @Test
  void saysWhichCollationMakesAUniqueKeyTooLong() {
    Column russian = text("a", "varchar", "varchar(1000)", "koi8r", "koi8r_bin");
    Column number = integer("b");
    Finding finding = convert("8.5.6", table("t", List.of(russian, number), index("u", true, Index.Part.of("a"), Index.Part.of("b")))).findings().stream()
        .filter(f -> f.code().equals("TW-P204")).findFirst().orElseThrow();

    assertThat(finding.found()).isEqualTo(
        "a unique key of 4008 bytes, 1008 bytes on the source: the target has no koi8r_bin (a), and counts 4 bytes for each character of utf8mb4");
    assertThat(finding.fix()).startsWith("shorten the columns on the source, for example to a(766), b;");
  }

  @Test
  void saysThatCaseStaysEqualInUniqueKeys() {
    Finding swedish = convert("8.5.6", table("t", List.of(text("a", "varchar", "varchar(10)", "latin1", "latin1_swedish_ci")), index("u", true, Index.Part.of("a"))))
        .findings().getFirst();
    assertThat(swedish.code()).isEqualTo("TW-P071");
    assertThat(swedish.fix()).startsWith("upper and lower case stay equal, in unique keys too");

    Finding unicode = convert("8.5.6", table("t", List.of(text("a", "varchar", "varchar(10)", "utf8mb4", "utf8mb4_0900_as_cs")))).findings().getFirst();
    assertThat(unicode.fix()).startsWith("check that no unique key contains texts that differ only in case");
  }

  @Test
  void makesUniqueKeysGlobalThatLackTheColumnsOfThePartitions() {
    Converted converted = convert("8.5.6", hashed());

    Table table = converted.tables().getFirst();
    assertThat(table.primaryKey().orElseThrow().global()).isTrue();
    assertThat(table.primaryKey().orElseThrow().clustered()).isFalse();
    assertThat(table.indexes().get(1).global()).isFalse();
    assertThat(table.partitioning()).isPresent();
    assertThat(lines(converted)).containsExactly("TW-P207 info by partition-keys");
  }

  @ParameterizedTest
  @CsvSource({"7.5.2", "8.1.0"})
  void flattensSuchTablesWhereThereAreNoGlobalIndexes(String version) {
    Converted converted = convert(version, hashed());

    assertThat(converted.tables().getFirst().partitioning()).isEmpty();
    assertThat(converted.tables().getFirst().primaryKey().orElseThrow().clustered()).isTrue();
    assertThat(lines(converted)).containsExactly("TW-P079 warning by partition-keys");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cast(json_extract(`j`,_utf8mb4'$.x') as unsigned array)",
        "cast(json_extract(`j`,_utf8mb4'$.x') as signed array)",
        "cast(json_extract(`j`,_utf8mb4'$.x') as char(20) array)",
        "cast(json_extract(`j`,_utf8mb4'$.x') as char(20) charset utf8mb4 array)",
        "cast(json_extract(`j`,_utf8mb4'$.x') as date array)",
      })
  void keepsMultiValuedIndexes(String sql) {
    Converted converted = convert("8.5.6", table("t", List.of(integer("a"), integer("j")), expression(sql)));

    assertThat(converted.tables().getFirst().indexes().getFirst().parts().getFirst().expression()).contains(sql);
    assertThat(converted.findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"cast(`j` as decimal(10,2) array)", "cast(`j` as char array)"})
  void refusesMultiValuedIndexesThatTheTargetLacks(String sql) {
    Table table = table("t", List.of(integer("j")), expression(sql));

    assertThat(lines(convert("8.5.6", table))).containsExactly("TW-P225 blocker by expression-index");
    Converted flattened = Rules.convert(inventory("8.5.6", Map.of(), List.of(table)), FLATTEN);
    assertThat(lines(flattened)).containsExactly("TW-P225 warning by expression-index");
    assertThat(flattened.tables().getFirst().indexes()).isEmpty();
  }

  @Test
  void refusesTwoArraysInOneIndex() {
    Index.Part array = new Index.Part(Optional.empty(), Optional.of("cast(`j` as unsigned array)"), Optional.empty());

    assertThat(lines(convert("8.5.6", table("t", List.of(integer("j")), index("k", false, array, array)))))
        .containsExactly("TW-P225 blocker by expression-index");
  }

  @Test
  void usesTheTargetsListOfFunctionsForExpressionIndexes() {
    Table table = table("t", List.of(integer("a")), expression("abs(`a`)"));
    Map<String, String> longer = Map.of("tidb_allow_function_for_expression_index", "abs, lower");

    Converted converted = Rules.convert(inventory("8.5.6", longer, List.of(table)), Migration.Schema.DEFAULT);

    assertThat(converted.tables().getFirst().columns()).hasSize(1);
    assertThat(converted.findings()).isEmpty();
    assertThat(lines(convert("8.5.6", table))).as("a type that the source did not tell").containsExactly("TW-P225 blocker by expression-index");
  }

  @Test
  void keepsChecksThatAreNotEnforcedAsTheyAre() {
    Table table = table("t", List.of(integer("a"))).withChecks(List.of(new Table.Check("c", "(`a` > nullif(1,2))", false)));

    Converted converted =
        Rules.convert(inventory("8.5.6", Map.of("tidb_enable_check_constraint", "ON"), List.of(table)), Migration.Schema.DEFAULT);

    assertThat(converted.tables().getFirst().checks()).containsExactly(new Table.Check("c", "(`a` > if((1 = 2),NULL,1))", false));
  }

  @Test
  void namesChecksApartWithinSixtyFourCharacters() {
    String name = "n".repeat(64);
    Table first = table("first", List.of(integer("a"))).withChecks(List.of(new Table.Check(name, "`a` > 1")));
    Table second = table("second", List.of(integer("a"))).withChecks(List.of(new Table.Check(name.toUpperCase(java.util.Locale.ROOT), "`a` > 1")));

    Converted converted =
        Rules.convert(inventory("8.5.6", Map.of("tidb_enable_check_constraint", "ON"), List.of(first, second)), Migration.Schema.DEFAULT);

    String other = converted.tables().get(1).checks().getFirst().name();
    assertThat(other).hasSize(64).isNotEqualToIgnoringCase(name);
  }

  @Test
  void leavesOutForeignKeysOfPartitionedTablesOnlyIfAsked() {
    ForeignKey key = new ForeignKey("fk", List.of("a"), new TableId("s", "t"), List.of("b"), "RESTRICT", "RESTRICT");
    Table child = table("child", List.of(integer("a"))).withForeignKeys(List.of(key));

    assertThat(lines(convert("8.5.6", hashed(), child))).contains("TW-P211 blocker by partitioned-key");
    Converted flattened = Rules.convert(inventory("8.5.6", Map.of(), List.of(hashed(), child)), FLATTEN);
    assertThat(flattened.tables().get(1).foreignKeys()).isEmpty();
  }

  @Test
  void saysWhatBecomesOfSetDefaultAndMatch() {
    TableId self = new TableId("s", "t");
    Table table =
        table("t", List.of(integer("a")), index("PRIMARY", true, Index.Part.of("a")))
            .withForeignKeys(
                List.of(
                    new ForeignKey("f1", List.of("a"), self, List.of("a"), "SET DEFAULT", "CASCADE", "NONE"),
                    new ForeignKey("f2", List.of("a"), self, List.of("a"), "CASCADE", "SET NULL", "FULL")));

    Converted converted = convert("8.5.6", table);

    assertThat(converted.tables().getFirst().foreignKeys())
        .containsExactly(
            new ForeignKey("f1", List.of("a"), self, List.of("a"), "RESTRICT", "CASCADE", "NONE"),
            new ForeignKey("f2", List.of("a"), self, List.of("a"), "CASCADE", "SET NULL", "NONE"));
    assertThat(lines(converted)).containsExactly("TW-P213 warning by key-actions", "TW-P213 warning by key-actions");
  }

  @Test
  void sortsViewsBehindThoseTheyReadAndSurvivesACircle() {
    View c = new View(new TableId("s", "c"), "select `a`.`x` AS `x` from `s`.`b` `a`", List.of("x"));
    View b = new View(new TableId("s", "b"), "select 1 AS `x`", List.of("x"));
    View one = new View(new TableId("s", "one"), "select 1 from `s`.`two`", List.of("x"));
    View two = new View(new TableId("s", "two"), "select 1 from `s`.`one`", List.of("x"));

    assertThat(ViewOrder.sort(List.of(c, one, two, b))).extracting(v -> v.id().table()).containsExactly("b", "c", "two", "one");
  }

  @Test
  void saysWhichRulesChangedAnObject() {
    Converted converted = convert("8.5.6", table("t", List.of(integer("a"))));

    assertThat(converted.rules()).containsEntry("s.t.a", List.of("display-width"));
  }

  @Test
  void namesEachRuleOnce() {
    assertThat(Rules.names()).doesNotHaveDuplicates().allMatch(n -> n.matches("[a-z]+(-[a-z]+)*")).hasSizeGreaterThan(25);
  }

  @Test
  void leavesMostTablesOfFindingsToOneLine() {
    Table latin =
        table(
            "t",
            List.of(
                ColumnBuilder.builder()
                    .name("v")
                    .type("varchar")
                    .columnType("varchar(9)")
                    .nullable(true)
                    .charset(Optional.of("latin1"))
                    .collation(Optional.of("latin1_swedish_ci"))
                    .build()));

    Converted converted = convert("8.5.6", latin, latin.withComment("again"));

    assertThat(converted.findings()).extracting(Finding::found).containsExactly("latin1_swedish_ci on 2 columns (t.v, t.v)");
  }
}
