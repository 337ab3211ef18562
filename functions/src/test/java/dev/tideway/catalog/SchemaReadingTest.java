package dev.tideway.catalog;

import dev.tideway.request.Finding;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Catalogues of versions that no test server has, from rows as those versions print them. */
class SchemaReadingTest {
  private static SchemaReading mysql8(RecordedCatalogue catalogue) throws SQLException {
    SchemaReading reading = new SchemaReading(catalogue, "s", false, true);
    reading.read();
    return reading;
  }

  private static SchemaReading mysql57(RecordedCatalogue catalogue) throws SQLException {
    SchemaReading reading = new SchemaReading(catalogue, "s", false, false);
    reading.read();
    return reading;
  }

  @Test
  void blocksOnGeneratedInvisiblePrimaryKeysOfMySql8030() throws SQLException {
    SchemaReading reading =
        mysql8(
            new RecordedCatalogue()
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
    SchemaReading reading =
        mysql8(
            new RecordedCatalogue()
                .table("t")
                .column("t", "a", "varchar(9)", "NULL", "", "")
                .row("CHECK_CONSTRAINTS", "TABLE_NAME", "t", "CONSTRAINT_NAME", "c1", "CHECK_CLAUSE", "(`a` <> _utf8mb4\\'it\\\\\\'s\\')", "ENFORCED", "YES")
                .row("CHECK_CONSTRAINTS", "TABLE_NAME", "t", "CONSTRAINT_NAME", "c2", "CHECK_CLAUSE", "(`a` > 1)", "ENFORCED", "NO"));

    assertThat(reading.tables().getFirst().checks())
        .containsExactly(new Table.Check("c1", "(`a` <> _utf8mb4'it\\'s')", true), new Table.Check("c2", "(`a` > 1)", false));
  }

  @Test
  void readsMultiValuedIndexesOfMySql8017() throws SQLException {
    SchemaReading reading =
        mysql8(
            new RecordedCatalogue()
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
    RecordedCatalogue catalogue =
        new RecordedCatalogue()
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
    RecordedCatalogue catalogue =
        new RecordedCatalogue()
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

    SchemaReading reading = mysql8(catalogue);

    Table table = reading.tables().getLast();
    assertThat(table.column("tx").defaultValue()).contains("concat(_utf8mb4'a)',_utf8mb4'\\\\')");
    assertThat(table.column("ts").defaultValue()).contains("2001-01-01 00:00:00");
    assertThat(table.column("g").generation()).contains("concat(`tx`,_utf8mb4'é')");
    assertThat(catalogue.asked()).filteredOn(q -> q.startsWith("SHOW")).containsExactly("SHOW CREATE TABLE `s`.`t`");
    assertThat(reading.findings("t")).extracting(Finding::code).isEmpty();
  }

  @Test
  void asksAsManyQueriesForAThousandTablesAsForOne() throws SQLException {
    RecordedCatalogue one = new RecordedCatalogue().table("t0").column("t0", "a", "int", "5", "", "");
    RecordedCatalogue many = new RecordedCatalogue();
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
}
