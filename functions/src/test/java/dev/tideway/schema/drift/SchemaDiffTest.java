package dev.tideway.schema.drift;

import dev.tideway.model.Column;
import dev.tideway.model.ColumnBuilder;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Index;
import dev.tideway.model.Partitioning;
import dev.tideway.model.Table;
import dev.tideway.model.TableBuilder;
import dev.tideway.model.TableId;
import dev.tideway.schema.drift.Difference.Aspect;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A statement that TiDB prints differently is no difference; a definition that TiDB has changed is one. */
class SchemaDiffTest {
  private static final TableId T = new TableId("shop", "orders");

  private static Column column(String type) {
    return ColumnBuilder.builder().name("c").type(type.replaceFirst("[ (].*", "")).columnType(type).nullable(true).build();
  }

  private static Table table(Column... columns) {
    return TableBuilder.builder()
        .id(T)
        .engine("InnoDB")
        .collation("utf8mb4_bin")
        .rows(9)
        .bytes(9)
        .autoIncrement(Optional.of(7L))
        .columns(List.of(columns))
        .build();
  }

  private static List<Difference> columns(Column planned, Column found) {
    return SchemaDiff.of(table(planned), table(found));
  }

  private static Table with(UnaryOperator<Table> change) {
    return change.apply(table(column("int")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "int(11)                 | int",
        "bigint(20) unsigned     | bigint unsigned",
        "tinyint(1)              | tinyint(1)",
        "int(8) unsigned zerofill| int(8) unsigned",
        "int(8) zerofill         | int(8) unsigned",
        "year                    | year(4)",
        "enum('a','b\\\\c','d''e') | enum('a','b\\c','d''e')",
        "set('x','y')            | set('x','y')",
        "decimal(10,2)           | decimal(10,2)",
      })
  void recognizesTypesAsTidbPrintsThem(String planned, String found) {
    assertThat(columns(column(planned), column(found))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "int | bigint", "int | int unsigned", "tinyint(1) | tinyint", "varchar(10) | varchar(11)", "enum('a','b') | enum('b','a')", "datetime(3) | datetime",
        "decimal(10,2) | decimal(10,3)", "text | mediumtext"
      })
  void distinguishesTypes(String planned, String found) {
    assertThat(columns(column(planned), column(found)))
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.aspect()).isEqualTo(Aspect.type);
              assertThat(d.object()).isEqualTo("shop.orders.c");
              assertThat(d.touchesRows()).isTrue();
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "decimal(10,2) | L1.005       | L1.01",
        "decimal(10,2) | L1.50        | L1.5",
        "double        | L1e-20       | L0.00000000000000000001",
        "int           | L0000000005  | L5",
        "year          | L70          | L1970",
        "year          | L2005        | L5",
        "datetime      | L2020-01-01  | L2020-01-01 00:00:00",
        "time(2)       | L10:00:00    | L10:00:00.00",
        "datetime(3)   | Ecurrent_timestamp(3) | ECURRENT_TIMESTAMP(3)",
        "datetime      | Enow()       | ECURRENT_TIMESTAMP",
        "date          | Ecurdate()   | ECURRENT_DATE",
        "char(5)       | La           | La  ",
        "bit(5)        | Eb'101'      | Lb'101'",
        "bit(5)        | L5           | Lb'101'",
        "varbinary(9)  | Ex'4142'     | LAB",
        "json          | Ejson_object('a',1) | Ejson_object(_utf8mb4'a', 1)",
        "varchar(20)   | LCURRENT_DATE | LCURRENT_DATE",
      })
  void recognizesDefaultsOfTheSameValue(String type, String planned, String found) {
    assertThat(columns(defaulted(type, planned), defaulted(type, found))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "varchar(20) | Luuid() | Euuid()", "int | L5 | L6", "datetime | Ecurrent_timestamp | L2020-01-01 00:00:00", "varchar(9) | La | LA", "bit(3) | Lb'1' | Lb'10'"
      })
  void distinguishesDefaults(String type, String planned, String found) {
    assertThat(columns(defaulted(type, planned), defaulted(type, found))).extracting(Difference::aspect).containsExactly(Aspect.defaultValue);
    assertThat(columns(defaulted(type, planned), column(type)).getFirst().found()).isEqualTo(Difference.NOTHING);
  }

  private static Column defaulted(String type, String value) {
    return column(type).defaultingTo(Optional.of(value.substring(1)), value.startsWith("E"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "(`a` + 1)                                     | `a` + 1",
        "concat(`a`,_utf8mb4'x\\'y')                   | concat(`a`, _utf8mb4'x''y')",
        "concat(`a`,'a\\\\b')                          | concat(`a`, _utf8mb4'a\\b')",
        "cast(`a` as char(20) charset utf8mb4)         | cast(`a` as char(20))",
        "convert(`b` using utf8mb4)                    | convert(`b` using 'utf8mb4')",
        "(`d` + interval 1 day)                        | date_add(`d`, interval 1 day)",
        "(`d` - interval 1 day)                        | date_sub(`d`, interval 1 day)",
        "(`a` <> 3)                                    | `a` != 3",
        "1e3                                           | 1e+03",
        "(case when (`A` > 1) then 2 else 3 end)       | case when `a` > 1 then 2 else 3 end",
        "x'41'                                         | 0x41",
        "(`a` mod 2)                                   | `a` % 2",
        "cast(json_extract(`j`,'$.x') as unsigned array) | cast(json_extract(`j`, _utf8mb4'$.x') as unsigned array)",
      })
  void recognizesAnExpressionAsTidbPrintsIt(String planned, String found) {
    Column there = column("int");
    assertThat(columns(there.generatedAs(Optional.of(planned), true), there.generatedAs(Optional.of(found), true))).isEmpty();
  }

  @Test
  void distinguishesExpressions() {
    Column plain = column("int");
    Column planned = plain.generatedAs(Optional.of("(`a` + 1)"), true);
    assertThat(columns(planned, plain.generatedAs(Optional.of("`a` + 2"), true))).extracting(Difference::aspect).containsExactly(Aspect.generated);
    assertThat(columns(planned, plain.generatedAs(Optional.of("`a` + 1"), false))).hasSize(1);
    assertThat(columns(planned, plain)).hasSize(1);
    assertThat(columns(plain.generatedAs(Optional.of("'A'"), true), plain.generatedAs(Optional.of("'a'"), true))).hasSize(1);
  }

  @Test
  void distinguishesEveryRemainingPropertyOfAColumn() {
    Column c = column("varchar(9)").recoded(Optional.of("utf8mb4"), Optional.of("utf8mb4_bin"));
    assertThat(columns(c, c.recoded(Optional.of("utf8mb4"), Optional.of("utf8mb4_general_ci"))))
        .extracting(Difference::line)
        .containsExactly("shop.orders.c (text): planned utf8mb4_bin, found utf8mb4_general_ci");
    assertThat(columns(c, c.withComment("x"))).extracting(Difference::aspect).containsExactly(Aspect.comment);
    assertThat(columns(c.withInvisible(true), c)).extracting(Difference::aspect).containsExactly(Aspect.visibility);
    assertThat(columns(c.withAutoIncrement(true), c)).extracting(Difference::aspect).containsExactly(Aspect.counter);
    assertThat(columns(c.withAutoRandom(Optional.of(new Column.AutoRandom(5, 64))), c.withAutoRandom(Optional.of(new Column.AutoRandom(5, 54))))).hasSize(1);
  }

  @Test
  void findsColumnsThatAreMissingTooManyOrInADifferentOrder() {
    Column a = column("int");
    Column b = named("b");
    assertThat(SchemaDiff.of(table(a, b), table(a))).extracting(Difference::line).containsExactly("shop.orders.b (column): planned int, found nothing");
    assertThat(SchemaDiff.of(table(a), table(a, b))).extracting(Difference::line).containsExactly("shop.orders.b (column): planned nothing, found int");
    assertThat(SchemaDiff.of(table(a, b), table(b, a))).extracting(Difference::aspect).containsExactly(Aspect.order);
    assertThat(SchemaDiff.of(table(a, named("B")), table(a, b))).isEmpty();
  }

  private static Column named(String name) {
    return ColumnBuilder.builder().name(name).type("int").columnType("int").nullable(true).build();
  }

  private static Index index(String name, boolean unique, Index.Part... parts) {
    return new Index(name, unique, "BTREE", List.of(parts));
  }

  private static List<Aspect> indexes(List<Index> planned, List<Index> found) {
    return SchemaDiff.of(with(t -> t.withIndexes(planned)), with(t -> t.withIndexes(found))).stream().map(Difference::aspect).toList();
  }

  @Test
  void comparesIndexesPartByPart() {
    Index plain = index("k", false, Index.Part.of("c"));
    Index unique = index("u", true, Index.Part.of("c"));
    Index.Part prefix = new Index.Part(Optional.of("c"), Optional.empty(), Optional.of(5));
    Index.Part lower = new Index.Part(Optional.empty(), Optional.of("lower(`c`)"), Optional.empty());
    Index.Part down = new Index.Part(Optional.of("c"), Optional.empty(), Optional.empty(), true);

    assertThat(indexes(List.of(plain, unique), List.of(unique, plain))).isEmpty();
    assertThat(indexes(List.of(plain), List.of(index("K", false, Index.Part.of("C"))))).isEmpty();
    assertThat(indexes(List.of(plain), List.of())).containsExactly(Aspect.index);
    assertThat(indexes(List.of(), List.of(unique))).containsExactly(Aspect.uniqueness);
    assertThat(indexes(List.of(index("k", true, Index.Part.of("c"))), List.of(plain))).containsExactly(Aspect.uniqueness);
    assertThat(indexes(List.of(index("k", false, prefix)), List.of(plain))).containsExactly(Aspect.index);
    assertThat(indexes(List.of(index("k", false, lower)), List.of(index("k", false, lower)))).isEmpty();
    assertThat(indexes(List.of(index("k", false, down)), List.of(plain))).containsExactly(Aspect.direction);
    assertThat(indexes(List.of(plain), List.of(plain.withVisible(false)))).containsExactly(Aspect.visibility);
    assertThat(indexes(List.of(index("PRIMARY", true, prefix)), List.of(index("PRIMARY", true, prefix).withClustered(false))))
        .containsExactly(Aspect.storage);
    assertThat(indexes(List.of(unique.withGlobal(true)), List.of(unique))).containsExactly(Aspect.storage);
    assertThat(indexes(List.of(plain.withKind("FULLTEXT")), List.of(plain))).containsExactly(Aspect.index);
  }

  @Test
  void recognizesTheIndexThatAForeignKeyCreates() {
    ForeignKey key = new ForeignKey("fk", List.of("c"), new TableId("shop", "p"), List.of("id"), "NO ACTION", "CASCADE");
    Table planned = with(t -> t.withForeignKeys(List.of(key)));
    assertThat(SchemaDiff.of(planned, planned.withIndexes(List.of(index("fk", false, Index.Part.of("c")))))).isEmpty();
    assertThat(SchemaDiff.of(planned, planned.withForeignKeys(List.of(key.withOnUpdate("RESTRICT").withOnDelete("CASCADE"))))).isEmpty();
    assertThat(SchemaDiff.of(planned, planned.withForeignKeys(List.of(key.withOnUpdate("RESTRICT").withOnDelete("SET NULL"))))).hasSize(1);
    assertThat(SchemaDiff.of(planned, table(column("int")))).extracting(Difference::aspect).containsExactly(Aspect.foreignKey);
  }

  @Test
  void comparesChecksPartitionsAndOptions() {
    Table.Check check = new Table.Check("ck", "(`c` > 1)");
    assertThat(SchemaDiff.of(with(t -> t.withChecks(List.of(check))), with(t -> t.withChecks(List.of(new Table.Check("CK", "`c` > 1")))))).isEmpty();
    assertThat(SchemaDiff.of(with(t -> t.withChecks(List.of(check))), with(t -> t))).extracting(Difference::aspect).containsExactly(Aspect.check);
    assertThat(SchemaDiff.of(with(t -> t.withChecks(List.of(check))), with(t -> t.withChecks(List.of(new Table.Check("ck", "`c` > 1", false)))))).hasSize(1);

    Partitioning range = partitions("RANGE", "(`c`)", "10", "MAXVALUE");
    assertThat(SchemaDiff.of(partitioned(range), partitioned(partitions("RANGE", "`c`", "10", "maxvalue")))).isEmpty();
    assertThat(SchemaDiff.of(partitioned(range), partitioned(partitions("RANGE", "`c`", "11", "MAXVALUE")))).hasSize(1);
    assertThat(SchemaDiff.of(partitioned(partitions("LINEAR HASH", "`c`", "", "")), partitioned(partitions("HASH", "`c`", "", "")))).hasSize(1);
    assertThat(SchemaDiff.of(partitioned(range), with(t -> t))).extracting(Difference::found).containsExactly("a plain table");

    assertThat(SchemaDiff.of(with(t -> t.withOptions(t.options().withAutoIdCache(Optional.of(1L)))), with(t -> t))).extracting(Difference::aspect).containsExactly(Aspect.option);
    assertThat(SchemaDiff.of(with(t -> t), with(t -> t.withCollation("utf8mb4_general_ci")))).hasSize(1);
    assertThat(SchemaDiff.of(with(t -> t.withComment("a")), with(t -> t.withComment("b")))).hasSize(1);
  }

  private static Table partitioned(Partitioning partitioning) {
    return with(t -> t.withPartitioning(Optional.of(partitioning)));
  }

  private static Partitioning partitions(String method, String expression, String... values) {
    List<Partitioning.Partition> partitions =
        java.util.stream.IntStream.range(0, values.length)
            .mapToObj(i -> new Partitioning.Partition("p" + i, Optional.of(values[i]).filter(v -> !v.isEmpty()), ""))
            .toList();
    return new Partitioning(method, expression, List.of(), Optional.empty(), partitions);
  }
}
