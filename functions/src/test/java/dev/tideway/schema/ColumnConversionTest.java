package dev.tideway.schema;

import dev.tideway.error.Finding;
import dev.tideway.model.Column;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Converts one column; shows its DDL and findings. */
class ColumnConversionTest {
  private static Conversion convert(Column column, String version) {
    return Sample.convert(Sample.inventory(Sample.tidb(version), List.of(Sample.table("t", List.of(column), List.of()))));
  }

  private static String ddl(Conversion conversion) {
    return conversion.plan().tables().getFirst().create().split("\n")[1].strip();
  }

  private static List<String> codes(Conversion conversion) {
    return conversion.findings().stream().map(Finding::code).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int(11) | int",
        "int(10) unsigned | int unsigned",
        "tinyint(1) | tinyint(1)",
        "tinyint(4) | tinyint",
        "year(4) | year",
        "decimal(10,2) unsigned | decimal(10,2) unsigned",
        "double(10,2) | double(10,2)",
        "float | float",
        "bit(8) | bit(8)",
        "datetime(6) | datetime(6)",
        "time(3) | time(3)",
        "binary(16) | binary(16)",
        "longblob | longblob",
        "json | json",
      })
  void keepsTypes(String source, String target) {
    Conversion conversion = convert(Sample.column("c", source), "8.5.6");

    assertThat(ddl(conversion)).isEqualTo("`c` " + target + " NULL");
    assertThat(codes(conversion)).isEmpty();
  }

  @Test
  void keepsZerofillAndReportsThatTheDriverPads() {
    Conversion conversion = convert(Sample.column("c", "bigint(20) unsigned zerofill"), "8.5.6");

    assertThat(ddl(conversion)).isEqualTo("`c` bigint(20) unsigned zerofill NULL");
    assertThat(codes(conversion)).containsExactly("TW-P221");
  }

  @ParameterizedTest
  @CsvSource({"point", "geometry", "uuid", "inet6"})
  void refusesTypesWithoutCounterpart(String type) {
    assertThat(codes(convert(Sample.column("c", type), "8.5.6"))).containsExactly("TW-P073");
  }

  /** TiDB has the type from 8.4 on; AWS DMS does not read it. */
  @Test
  void saysThatDmsIsWhatVectorsLack() {
    Conversion conversion = convert(Sample.column("c", "vector(3)"), "8.5.6");
    assertThat(ddl(conversion)).isEqualTo("`c` vector(3) NULL");
    assertThat(codes(conversion)).containsExactly("TW-P228");
    assertThat(codes(convert(Sample.column("c", "vector(3)"), "8.1.0"))).containsExactly("TW-P073");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "utf8mb4_general_ci | utf8mb4 COLLATE utf8mb4_general_ci | ",
        "utf8mb4_0900_ai_ci | utf8mb4 COLLATE utf8mb4_0900_ai_ci | ",
        "utf8mb3_general_ci | utf8 COLLATE utf8_general_ci | ",
        "utf8_bin | utf8 COLLATE utf8_bin | ",
        "ascii_bin | ascii COLLATE ascii_bin | ",
        "gbk_chinese_ci | gbk COLLATE gbk_chinese_ci | ",
        "latin1_bin | utf8mb4 COLLATE utf8mb4_bin | TW-P070",
        "ascii_general_ci | utf8mb4 COLLATE utf8mb4_general_ci | TW-P070",
        "ucs2_general_ci | utf8mb4 COLLATE utf8mb4_general_ci | TW-P070",
        "utf16_bin | utf8mb4 COLLATE utf8mb4_bin | TW-P070",
        "latin1_swedish_ci | utf8mb4 COLLATE utf8mb4_general_ci | TW-P071",
        "latin1_general_cs | utf8mb4 COLLATE utf8mb4_bin | TW-P070",
        "cp1251_general_ci | utf8mb4 COLLATE utf8mb4_general_ci | TW-P071",
        "utf8mb4_unicode_520_ci | utf8mb4 COLLATE utf8mb4_0900_ai_ci | TW-P071",
        "utf8mb4_uca1400_ai_ci | utf8mb4 COLLATE utf8mb4_0900_ai_ci | TW-P071",
        "utf8mb4_0900_as_cs | utf8mb4 COLLATE utf8mb4_0900_bin | TW-P071",
        "utf8mb4_0900_as_ci | utf8mb4 COLLATE utf8mb4_0900_ai_ci | TW-P071",
        "utf8mb4_de_pb_0900_ai_ci | utf8mb4 COLLATE utf8mb4_0900_ai_ci | TW-P071",
        "utf8mb4_spanish_ci | utf8mb4 COLLATE utf8mb4_unicode_ci | TW-P071",
        "utf8mb4_nopad_bin | utf8mb4 COLLATE utf8mb4_0900_bin | TW-P071",
        "sjis_japanese_ci | utf8mb4 COLLATE utf8mb4_general_ci | TW-P071",
      })
  void mapsCollations(String source, String target, String code) {
    Conversion conversion = convert(Sample.text("c", "varchar(20)", source), "8.5.6");

    assertThat(ddl(conversion)).isEqualTo("`c` varchar(20) CHARACTER SET " + target + " NULL");
    assertThat(codes(conversion)).isEqualTo(code == null ? List.of() : List.of(code));
  }

  @Test
  void refusesACollationItDoesNotUnderstand() {
    assertThat(codes(convert(Sample.text("c", "char(1)", "klingon_special"), "8.5.6"))).containsExactly("TW-P072");
  }

  @ParameterizedTest
  @CsvSource({"tinytext, text", "text, mediumtext", "mediumtext, longtext", "varchar(20000), mediumtext", "varchar(16383), varchar(16383)"})
  void growsTextsWhoseCharactersTakeMoreBytes(String source, String target) {
    assertThat(ddl(convert(Sample.text("c", source, "latin1_bin"), "8.5.6"))).startsWith("`c` " + target + " CHARACTER SET utf8mb4");
    assertThat(ddl(convert(Sample.text("c", "text", "utf8_bin"), "8.5.6"))).startsWith("`c` text CHARACTER SET utf8 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "int | 5 | false | '5'",
        "varchar(9) | it's | false | 'it''s'",
        "varchar(9) | a\\b | false | 'a\\\\b'",
        "varchar(30) | CURRENT_TIMESTAMP | false | 'CURRENT_TIMESTAMP'",
        "datetime(3) | CURRENT_TIMESTAMP(3) | true | CURRENT_TIMESTAMP(3)",
        "datetime(3) | now() | true | CURRENT_TIMESTAMP(3)",
        "timestamp | current_timestamp() | true | CURRENT_TIMESTAMP",
        "date | curdate() | true | (CURRENT_DATE)",
        "bit(3) | b'101' | true | b'101'",
        "binary(2) | 0x6162 | true | x'6162'",
        "binary(4) | ab | false | x'6162'",
        "varbinary(4) | x'' | true | x''",
        "varbinary(4) | x'610062' | true | x'610062'",
        "varbinary(4) | x'c3a9' | true | x'c3a9'",
        "int | 5 | true | '5'",
        "int | (-1) | true | '-1'",
        "varchar(9) | _utf8mb4'a\\'b' | true | 'a''b'",
        "char(36) | uuid() | true | (uuid())",
        "char(36) | convert(uuid() using utf8mb4) | true | (uuid())",
        "binary(16) | uuid_to_bin(uuid(),1) | true | (uuid_to_bin(uuid(),1))",
        "json | json_object(_utf8mb4'a',1) | true | (json_object(_utf8mb4'a',1))",
        "json | _utf8mb4'{}' | true | (json_object())",
        "json | [] | false | (json_array())",
        "json | {\"a\": [1, \"it's\", null, true]} | false | (json_object('a', json_array(1, 'it''s', null, true)))",
      })
  void writesDefaultsAsTheTargetTakesThem(String type, String value, boolean expression, String target) {
    Conversion conversion = convert(Sample.withDefault(Sample.column("c", type), value, expression), "8.5.6");

    assertThat(ddl(conversion)).endsWith(" DEFAULT " + target);
    assertThat(codes(conversion)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "text | x | false",
        "blob | x | false",
        "json | 5 | false",
        "int | 1 + 1 | true",
        "varchar(20) | curdate() | true",
        "varchar(20) | now() | true",
        "varchar(99) | concat('a',uuid()) | true",
        "binary(2) | 0xff00 | true",
      })
  void leavesOutDefaultsTheTargetLacksAndSaysSo(String type, String value, boolean expression) {
    Conversion conversion = convert(Sample.withDefault(Sample.column("c", type), value, expression), "8.5.6");

    assertThat(ddl(conversion)).isEqualTo("`c` " + type + " NULL");
    assertThat(codes(conversion)).containsExactly("TW-P075");
  }

  @Test
  void saysWhereAnInsertFailsWithoutTheDefault() {
    Column required = Sample.withDefault(Sample.counter("c", "binary(2)").withAutoIncrement(false), "0xff00", true);

    assertThat(convert(required, "8.5.6").findings()).extracting(Finding::fix).allMatch(f -> f.contains("error 1364"));
    assertThat(convert(Sample.withDefault(Sample.column("c", "binary(2)"), "0xff00", true), "8.5.6").findings())
        .extracting(Finding::fix)
        .noneMatch(f -> f.contains("error 1364"));
  }

  @Test
  void leavesOutADefaultThatTheCatalogueDoesNotShow() {
    Conversion conversion = convert(Sample.column("c", "binary(2)").defaultingTo(Optional.empty(), true), "8.5.6");

    assertThat(ddl(conversion)).isEqualTo("`c` binary(2) NULL");
    assertThat(conversion.findings()).extracting(Finding::found).containsExactly("DEFAULT a value that the source's catalogue does not print");
  }

  @Test
  void leavesOutDefaultsOfLobsOnTargetsBefore8() {
    Column column = Sample.withDefault(Sample.column("c", "json"), "json_array()", true);

    assertThat(codes(convert(column, "7.5.2"))).containsExactly("TW-P075");
    assertThat(codes(convert(column, "8.1.0"))).isEmpty();
  }

  @Test
  void cutsCommentsByBytesAtACharacter() {
    Conversion conversion = convert(Sample.comment(Sample.column("c", "int"), "é".repeat(511) + "a漢"), "8.5.6");

    assertThat(ddl(conversion)).endsWith("COMMENT '" + "é".repeat(511) + "a'");
    assertThat(codes(conversion)).containsExactly("TW-P076");
    assertThat(ddl(convert(Sample.comment(Sample.column("c", "int"), "é".repeat(512)), "8.5.6"))).endsWith("COMMENT '" + "é".repeat(512) + "'");
  }
}
