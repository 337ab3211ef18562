package dev.tideway.model;

import dev.tideway.error.Finding;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Catalogues of versions that no test server has, from rows as those versions print them. */
class SchemaReaderTest {
  private static SchemaReader mysql8(RecordedCatalog catalogue) throws SQLException {
    SchemaReader reading = new SchemaReader(catalogue, "s", false, true);
    reading.read();
    return reading;
  }

  private static SchemaReader mysql57(RecordedCatalog catalogue) throws SQLException {
    SchemaReader reading = new SchemaReader(catalogue, "s", false, false);
    reading.read();
    return reading;
  }

  @Test
  void blocksOnGeneratedInvisiblePrimaryKeysOfMySql8030() throws SQLException {
    SchemaReader reading =
        mysql8(
            new RecordedCatalog()
                .table("t")
                .column("t", "my_row_id", "bigint unsigned", "NULL", "auto_increment INVISIBLE", "")
                .column("t", "a", "int", "NULL", "", "")
                .row(
                    "STATISTICS", "TABLE_NAME", "t", "INDEX_NAME", "PRIMARY", "NON_UNIQUE", "0", "INDEX_TYPE", "BTREE", "COLUMN_NAME", "my_row_id",
                    "COLLATION", "A", "IS_VISIBLE", "YES", "INDEX_COMMENT", "", "EXPRESSION", "NULL"));

    Table table = reading.tables().getFirst();
    assertThat(table.column("my_row_id").invisible()).isTrue();
    assertThat(table.column("my_row_id").autoIncrement()).isTrue();
    assertThat(table.column("a").invisible()).isFalse();
    assertThat(reading.findings("t"))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.code()).isEqualTo("TW-P015");
              assertThat(f.found()).contains("generated invisible primary key");
              assertThat(f.fix()).isEqualTo("ALTER TABLE `s`.`t` ALTER COLUMN `my_row_id` SET VISIBLE");
            });
  }

  @Test
  void readsChecksOfMySql8016() throws SQLException {
    SchemaReader reading =
        mysql8(
            new RecordedCatalog()
                .table("t")
                .column("t", "a", "varchar(9)", "NULL", "", "")
                .row("CHECK_CONSTRAINTS", "TABLE_NAME", "t", "CONSTRAINT_NAME", "c1", "CHECK_CLAUSE", "(`a` <> _utf8mb4\\'it\\\\\\'s\\')", "ENFORCED", "YES")
                .row("CHECK_CONSTRAINTS", "TABLE_NAME", "t", "CONSTRAINT_NAME", "c2", "CHECK_CLAUSE", "(`a` > 1)", "ENFORCED", "NO"));

    assertThat(reading.tables().getFirst().checks())
        .containsExactly(new Table.Check("c1", "(`a` <> _utf8mb4'it\\'s')", true), new Table.Check("c2", "(`a` > 1)", false));
  }

  @Test
  void readsMultiValuedIndexesOfMySql8017() throws SQLException {
    SchemaReader reading =
        mysql8(
            new RecordedCatalog()
                .table("t")
                .column("t", "j", "json", "NULL", "", "")
                .row(
                    "STATISTICS", "TABLE_NAME", "t", "INDEX_NAME", "k", "NON_UNIQUE", "1", "INDEX_TYPE", "BTREE", "COLUMN_NAME", "NULL", "COLLATION", "A",
                    "IS_VISIBLE", "NO", "INDEX_COMMENT", "x", "EXPRESSION", "cast(json_extract(`j`,_utf8mb4\\'$.x\\') as unsigned array)"));

    Index index = reading.tables().getFirst().indexes().getFirst();
    assertThat(index.visible()).isFalse();
    assertThat(index.comment()).isEqualTo("x");
    assertThat(index.parts())
        .containsExactly(
            new Index.Part(Optional.empty(), Optional.of("cast(json_extract(`j`,_utf8mb4'$.x') as unsigned array)"), Optional.empty()));
  }

  @Test
  void readsDefaultsAndPartitionsOfMySql57() throws SQLException {
    RecordedCatalog catalogue =
        new RecordedCatalog()
            .table("t")
            .column("t", "a", "varchar(20)", "CURRENT_TIMESTAMP", "", "")
            .column("t", "d", "datetime", "CURRENT_TIMESTAMP", "on update CURRENT_TIMESTAMP", "")
            .column("t", "ts", "timestamp", "2001-01-01 00:00:00", "", "")
            .column("t", "g", "varchar(20)", "NULL", "STORED GENERATED", "concat(`a`,'it\\'s')")
            .row(
                "PARTITIONS", "TABLE_NAME", "t", "PARTITION_NAME", "p0", "SUBPARTITION_NAME", "p0sp0", "PARTITION_METHOD", "RANGE", "PARTITION_EXPRESSION",
                "year(d)", "SUBPARTITION_METHOD", "KEY", "SUBPARTITION_EXPRESSION", "`a`,`b``c`", "PARTITION_DESCRIPTION", "2000", "PARTITION_COMMENT", "")
            .row(
                "PARTITIONS", "TABLE_NAME", "t", "PARTITION_NAME", "p0", "SUBPARTITION_NAME", "p0sp1", "PARTITION_METHOD", "RANGE", "PARTITION_EXPRESSION",
                "year(d)", "SUBPARTITION_METHOD", "KEY", "SUBPARTITION_EXPRESSION", "`a`,`b``c`", "PARTITION_DESCRIPTION", "2000", "PARTITION_COMMENT", "");

    Table table = mysql57(catalogue).tables().getFirst();

    assertThat(table.column("a").defaultIsExpression()).isFalse();
    assertThat(table.column("d").defaultIsExpression()).isTrue();
    assertThat(table.column("d").onUpdateNow()).isTrue();
    assertThat(table.column("ts").defaultValue()).contains("2001-01-01 00:00:00");
    assertThat(table.column("g").generation()).contains("concat(`a`,'it\\'s')");
    assertThat(table.column("g").stored()).isTrue();
    assertThat(table.partitioning())
        .contains(
            new Partitioning(
                "RANGE", "year(d)", List.of(), Optional.of(new Partitioning.Sub("KEY", "", List.of("a", "b`c"), 2)),
                List.of(new Partitioning.Partition("p0", Optional.of("2000"), ""))));
    assertThat(catalogue.asked()).as("no SHOW CREATE where information_schema tells all").noneMatch(q -> q.startsWith("SHOW"));
  }

  @Test
  void asksShowCreateOnlyForTablesThatNeedIt() throws SQLException {
    RecordedCatalog catalogue =
        new RecordedCatalog()
            .table("plain")
            .column("plain", "a", "int", "5", "", "")
            .table("t")
            .column("t", "tx", "text", "NULL", "DEFAULT_GENERATED", "")
            .column("t", "ts", "timestamp", "2001-01-01 02:00:00", "", "")
            .column("t", "g", "varchar(20)", "NULL", "VIRTUAL GENERATED", "concat(`tx`,_utf8mb4\\'\u00c3\u00a9\\')")
            .row(
                "SHOW CREATE TABLE `s`.`t`", "Table", "t", "Create Table",
                """
                CREATE TABLE `t` (
                  `tx` text DEFAULT (concat(_utf8mb4'a)',_utf8mb4'\\\\')),
                  `ts` timestamp NOT NULL DEFAULT '2001-01-01 00:00:00' COMMENT 'DEFAULT ''x''',
                  `g` varchar(20) GENERATED ALWAYS AS (concat(`tx`,_utf8mb4'é')) VIRTUAL
                )""");

    SchemaReader reading = mysql8(catalogue);

    Table table = reading.tables().getLast();
    assertThat(table.column("tx").defaultValue()).contains("concat(_utf8mb4'a)',_utf8mb4'\\\\')");
    assertThat(table.column("ts").defaultValue()).contains("2001-01-01 00:00:00");
    assertThat(table.column("g").generation()).contains("concat(`tx`,_utf8mb4'é')");
    assertThat(catalogue.asked()).filteredOn(q -> q.startsWith("SHOW")).containsExactly("SHOW CREATE TABLE `s`.`t`");
    assertThat(reading.findings("t")).extracting(Finding::code).isEmpty();
  }

  @Test
  void asksAsManyQueriesForAThousandTablesAsForOne() throws SQLException {
    RecordedCatalog one = new RecordedCatalog().table("t0").column("t0", "a", "int", "5", "", "");
    RecordedCatalog many = new RecordedCatalog();
    for (int i = 0; i < 1_000; i++) {
      many.table("t" + i).column("t" + i, "a", "int", "5", "", "");
    }

    assertThat(mysql8(one).tables()).hasSize(1);
    assertThat(mysql8(many).tables()).hasSize(1_000);

    assertThat(many.asked()).hasSameSizeAs(one.asked()).hasSizeLessThan(15);
  }

  @Test
  void findsTheExpressionsOfAnIndexAmongItsParts() {
    String statement = "CREATE TABLE `t` (\n  KEY `a,b` (`x(`,(concat(`y`,'),(')),`z`(10) DESC,(lower(`v`)))\n)";

    assertThat(ShowCreate.indexExpressions(statement, "a,b")).containsExactly("concat(`y`,'),(')", "lower(`v`)");
    assertThat(ShowCreate.indexExpressions(statement, "no")).isEmpty();
  }

  /** Rows of a table as MySQL 5.7.22 printed them; the text ends at a character outside its three-byte UTF-8. */
  @Test
  void readsBytesThatMySql5722DoesNotPrint() throws SQLException {
    RecordedCatalog catalogue =
        new RecordedCatalog()
            .table("t")
            .column("t", "a", "varbinary(8)", "a\0b", "", "")
            .column("t", "h", "varbinary(8)", "", "", "")
            .column("t", "i", "varbinary(4)", "A", "", "")
            .column("t", "j", "binary(4)", "ab\0\0", "", "")
            .column("t", "o", "binary(3)", "é\0", "", "")
            .row(
                "SHOW CREATE TABLE `s`.`t`", "Table", "t", "Create Table",
                """
                CREATE TABLE `t` (
                  `a` varbinary(8) NOT NULL DEFAULT 'a\\0b',
                  `h` varbinary(8) DEFAULT '?\\0?',
                  `i` varbinary(4) DEFAULT 'A?',
                  `j` binary(4) DEFAULT 'ab\\0\\0',
                  `o` binary(3) DEFAULT 'é\\0'
                ) ENGINE=InnoDB DEFAULT CHARSET=latin1""");
    RecordedCatalog withRows = catalogue.copy().row("SELECT HEX(DEFAULT(`h`)), HEX(DEFAULT(`i`)) FROM `s`.`t` LIMIT 1", "1", "FF00FE", "2", "41FF");

    assertThat(defaults(mysql57(catalogue))).containsExactly("x'610062'", "(not shown)", "(not shown)", "x'61620000'", "x'c3a900'");
    assertThat(defaults(mysql57(withRows))).containsExactly("x'610062'", "x'ff00fe'", "x'41ff'", "x'61620000'", "x'c3a900'");
  }

  /** MySQL 8.0.15 and 9.7.4 end the digits at a zero byte; in SHOW CREATE TABLE 9.7.4 prints bytes that are not text. */
  @Test
  void readsBytesThatMySql974DoesNotPrint() throws SQLException {
    RecordedCatalog catalogue =
        new RecordedCatalog()
            .table("t")
            .column("t", "a", "varbinary(8)", "0x61", "", "")
            .column("t", "g", "varbinary(8)", "0x", "", "")
            .column("t", "k", "varbinary(4)", "", "", "")
            .column("t", "x", "varbinary(4)", "0x6100", "DEFAULT_GENERATED", "")
            .row(
                "SHOW CREATE TABLE `s`.`t`", "Table", "t", "Create Table",
                """
                CREATE TABLE `t` (
                  `a` varbinary(8) NOT NULL DEFAULT 'a\\0b' COMMENT ' DEFAULT ''z',
                  `g` varbinary(8) NOT NULL DEFAULT 0x00FF,
                  `k` varbinary(4) DEFAULT '',
                  `x` varbinary(4) DEFAULT (0x6100)
                )""");

    assertThat(defaults(mysql8(catalogue))).containsExactly("x'610062'", "x'00ff'", "x''", "0x6100");
  }

  private static List<String> defaults(SchemaReader reading) throws SQLException {
    List<Column> columns = reading.tables().getFirst().columns();
    assertThat(columns).allMatch(Column::defaultIsExpression);
    return columns.stream().map(c -> c.defaultValue().orElse("(not shown)")).toList();
  }

  @Test
  void saysWhichExpressionMySql5722CutsOff() throws SQLException {
    RecordedCatalog catalogue =
        new RecordedCatalog()
            .table("t")
            .column("t", "b", "varchar(40)", "NULL", "STORED GENERATED", "ifnull(`m`,_utf8mb4'é')")
            .column("t", "e", "varchar(40)", "NULL", "VIRTUAL GENERATED", "concat(`m`,_latin1'")
            .column("t", "h", "varchar(40)", "NULL", "VIRTUAL GENERATED", "concat(`m`,'")
            .row(
                "SHOW CREATE TABLE `s`.`t`", "Table", "t", "Create Table",
                """
                CREATE TABLE `t` (
                  `b` varchar(40) GENERATED ALWAYS AS (ifnull(`m`,_utf8mb4'é')) STORED,
                  `e` varchar(40) GENERATED ALWAYS AS (concat(`m`,_latin1'?')) VIRTUAL,
                  `h` varchar(40) GENERATED ALWAYS AS (concat(`m`,'????')) VIRTUAL
                ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4""");

    SchemaReader reading = mysql57(catalogue);

    assertThat(reading.tables().getFirst().column("b").generation()).contains("ifnull(`m`,_utf8mb4'é')");
    assertThat(reading.findings("t"))
        .extracting(f -> f.code() + " " + f.severity() + " " + f.object() + " " + f.found())
        .containsExactly(
            "TW-P226 blocker s.t.e an expression that the source's catalogue does not print completely: concat(`m`,_latin1'?')",
            "TW-P226 blocker s.t.h an expression that the source's catalogue does not print completely: concat(`m`,'????')");
  }

  /** MySQL 8.0.15 and 9.7.4 print bytes as characters. This shows an emoji, which SHOW CREATE TABLE does not. */
  @Test
  void readsTheBytesOfExpressionsThatMySql974PrintsAsCharacters() throws SQLException {
    RecordedCatalog catalogue =
        new RecordedCatalog()
            .table("t")
            .column("t", "a", "varchar(40)", "NULL", "VIRTUAL GENERATED", "ifnull(`m`,_utf8mb4\\'\u00e2\u0080\u0094\\')")
            .column("t", "h", "varchar(40)", "NULL", "VIRTUAL GENERATED", "concat(`m`,_utf8mb4\\'\u00f0\u009f\u0098\u0080?\\')")
            .column("t", "e", "varchar(40)", "NULL", "VIRTUAL GENERATED", "concat(`m`,_latin1\\'\u00e9\\')")
            .column("t", "f", "varbinary(40)", "NULL", "VIRTUAL GENERATED", "concat(`m`,_binary\\'\u00ff\\\\0\\')")
            .row(
                "CHECK_CONSTRAINTS", "TABLE_NAME", "t", "CONSTRAINT_NAME", "c", "CHECK_CLAUSE", "(`m` <> _utf8mb4\\'\u00f0\u009f\u0098\u0080\\')", "ENFORCED",
                "YES")
            .row(
                "STATISTICS", "TABLE_NAME", "t", "INDEX_NAME", "k", "NON_UNIQUE", "1", "INDEX_TYPE", "BTREE", "COLUMN_NAME", "NULL", "COLLATION", "A",
                "IS_VISIBLE", "YES", "INDEX_COMMENT", "", "EXPRESSION", "concat(`m`,_utf8mb4\\'\u00c3\u00a9\\')")
            .row(
                "SHOW CREATE TABLE `s`.`t`", "Table", "t", "Create Table",
                """
                CREATE TABLE `t` (
                  `a` varchar(40) GENERATED ALWAYS AS (ifnull(`m`,_utf8mb4'—')) VIRTUAL,
                  `h` varchar(40) GENERATED ALWAYS AS (concat(`m`,_utf8mb4'?????')) VIRTUAL,
                  `e` varchar(40) GENERATED ALWAYS AS (concat(`m`,_utf8mb4'é')) VIRTUAL,
                  `f` varbinary(40) GENERATED ALWAYS AS (concat(`m`,_binary'?\\0')) VIRTUAL
                )""");

    SchemaReader reading = mysql8(catalogue);

    Table table = reading.tables().getFirst();
    assertThat(table.columns().stream().map(c -> c.generation().orElse("")).toList())
        .containsExactly("ifnull(`m`,_utf8mb4'—')", "concat(`m`,_utf8mb4'😀?')", "concat(`m`,_utf8mb4'é')", "concat(`m`,_binary'?\\0')");
    assertThat(table.checks()).containsExactly(new Table.Check("c", "(`m` <> _utf8mb4'😀')"));
    assertThat(table.indexes().getFirst().parts().getFirst().expression()).contains("concat(`m`,_utf8mb4'é')");
    assertThat(reading.findings("t")).extracting(f -> f.code() + " " + f.object()).containsExactly("TW-P226 s.t.f");
  }

  /** MariaDB 11.4.5 prints '?' in information_schema; SHOW CREATE TABLE is correct. */
  @Test
  void readsCharactersThatMariaDb1145PrintsAsQuestionMarks() throws SQLException {
    SchemaReader reading =
        new SchemaReader(
            new RecordedCatalog()
                .table("u")
                .column("u", "a", "varchar(40)", "NULL", "VIRTUAL GENERATED", "ifnull(`m`,'?????')")
                .column("u", "b", "varchar(40)", "concat('?????','x')", "", "")
                .row("CHECK_CONSTRAINTS", "TABLE_NAME", "u", "CONSTRAINT_NAME", "CONSTRAINT_1", "CHECK_CLAUSE", "`m` <> '????'")
                .row("CHECK_CONSTRAINTS", "TABLE_NAME", "u", "CONSTRAINT_NAME", "b", "CHECK_CLAUSE", "`b` <> '????'")
                .row(
                    "SHOW CREATE TABLE `s`.`u`", "Table", "u", "Create Table",
                    """
                    CREATE TABLE `u` (
                      `a` varchar(40) GENERATED ALWAYS AS (ifnull(`m`,'😀?')) VIRTUAL,
                      `b` varchar(40) DEFAULT concat('😀?','x') CHECK (`b` <> '😀'),
                      CONSTRAINT `CONSTRAINT_1` CHECK (`m` <> '😀')
                    ) ENGINE=InnoDB"""),
            "s", true, false);
    reading.read();

    Table table = reading.tables().getFirst();
    assertThat(table.column("a").generation()).contains("ifnull(`m`,'😀?')");
    assertThat(table.column("b").defaultValue()).contains("concat('😀?','x')");
    assertThat(table.checks()).extracting(Table.Check::clause).containsExactly("`m` <> '😀'", "`b` <> '😀'");
    assertThat(reading.findings("u")).isEmpty();
  }

  /** MySQL 9.7.4 prints internal functions in information_schema, and 8.0.15 prints nothing if the definer does not exist. */
  @Test
  void readsTextsOfViewsThatCanBeRun() throws SQLException {
    SchemaReader reading =
        mysql8(
            new RecordedCatalog()
                .row(
                    "VIEWS", "TABLE_NAME", "g", "VIEW_DEFINITION", "select rollup_group_item(`s`.`t`.`v`,0) AS `v` from `s`.`t` group by `s`.`t`.`v` with rollup",
                    "DEFINER", "root@localhost", "SECURITY_TYPE", "DEFINER", "CHECK_OPTION", "NONE")
                .row("VIEWS", "TABLE_NAME", "n", "VIEW_DEFINITION", "", "DEFINER", "nobody@10.0.0.%", "SECURITY_TYPE", "DEFINER", "CHECK_OPTION", "NONE")
                .row(
                    "VIEWS", "TABLE_NAME", "o", "VIEW_DEFINITION", "select `s`.`t`.`v` AS `v` from `s`.`t`", "DEFINER", "nobody@%", "SECURITY_TYPE", "DEFINER",
                    "CHECK_OPTION", "NONE")
                .column("g", "v", "int", "NULL", "", "")
                .column("n", "id", "int", "NULL", "", "")
                .row(
                    "SHOW CREATE VIEW `s`.`g`", "View", "g", "Create View",
                    "CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`localhost` SQL SECURITY DEFINER VIEW `s`.`g` AS select `s`.`t`.`v` AS `v` from `s`.`t` group by"
                        + " `s`.`t`.`v` with rollup")
                .row(
                    "SHOW CREATE VIEW `s`.`n`", "View", "n", "Create View",
                    "CREATE ALGORITHM=UNDEFINED DEFINER=`nobody`@`10.0.0.%` SQL SECURITY DEFINER VIEW `s`.`n` AS select `s`.`t`.`id` AS `id` from `s`.`t`"));

    assertThat(reading.views())
        .extracting(View::definition)
        .containsExactly(
            "select `s`.`t`.`v` AS `v` from `s`.`t` group by `s`.`t`.`v` with rollup", "select `s`.`t`.`id` AS `id` from `s`.`t`",
            "select `s`.`t`.`v` AS `v` from `s`.`t`");
    assertThat(reading.findings("g")).isEmpty();
    assertThat(reading.findings("n")).isEmpty();
    assertThat(reading.findings("o")).as("a view whose columns nobody tells").extracting(Finding::code).containsExactly("TW-P018");
  }

  /** MySQL 8.0.15 and 9.7.4 report one less for a table that InnoDB has not opened. A table that cannot be read does not prevent the rest from being opened. */
  @Test
  void opensTablesBeforeItReadsTheirCounters() throws SQLException {
    RecordedCatalog catalogue =
        new RecordedCatalog()
            .table("a")
            .column("a", "id", "int", "NULL", "auto_increment", "")
            .table("plain")
            .column("plain", "id", "int", "NULL", "", "")
            .table("z")
            .column("z", "id", "bigint unsigned", "NULL", "auto_increment", "")
            .refuse("(SELECT 1 FROM `s`.`a` LIMIT 0) UNION ALL (SELECT 1 FROM `s`.`z` LIMIT 0)")
            .refuse("(SELECT 1 FROM `s`.`z` LIMIT 0)");

    mysql8(catalogue);

    assertThat(catalogue.asked())
        .filteredOn(q -> q.contains("LIMIT 0"))
        .containsExactly(
            "(SELECT 1 FROM `s`.`a` LIMIT 0) UNION ALL (SELECT 1 FROM `s`.`z` LIMIT 0)", "(SELECT 1 FROM `s`.`a` LIMIT 0)", "(SELECT 1 FROM `s`.`z` LIMIT 0)");
    assertThat(catalogue.asked().stream().filter(q -> q.contains("AUTO_INCREMENT IS NOT NULL"))).hasSize(1);
  }
}
