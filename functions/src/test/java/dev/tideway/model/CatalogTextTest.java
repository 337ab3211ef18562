package dev.tideway.model;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Texts as MariaDB 11.4 and MySQL 8.0.15 printed them. */
class CatalogTextTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "'it''s \\\\ x' | it's \\ x | false",
        "'' | '' | false",
        "'ab\\'c' | ab'c | false",
        "-5 | -5 | false",
        "1e-20 | 1e-20 | false",
        "b'101' | b'101' | true",
        "current_timestamp(6) | current_timestamp(6) | true",
        "(1 + 1) | (1 + 1) | true",
        "uuid() | uuid() | true",
        "'a' + 'b' | 'a' + 'b' | true",
      },
      delimiter = '|')
  void distinguishesMariaDbsLiteralsFromExpressions(String printed, String value, boolean expression) {
    assertThat(DefaultText.mariadb(Optional.of(printed)))
        .isEqualTo(new DefaultText(Optional.of(value.equals("''") ? "" : value), expression));
  }

  @Test
  void readsMariaDbsTextNullAsNoDefault() {
    assertThat(DefaultText.mariadb(Optional.of("NULL")).value()).isEmpty();
    assertThat(DefaultText.mariadb(Optional.of("'NULL'")).value()).contains("NULL");
  }

  @Test
  void distinguishesMySqlsLiteralsFromExpressions() {
    assertThat(DefaultText.mysql("varchar", Optional.of("CURRENT_TIMESTAMP"), "", ExpressionPrinting.mysql8).expression()).isFalse();
    // 5.7 prints nothing in EXTRA
    assertThat(DefaultText.mysql("timestamp", Optional.of("CURRENT_TIMESTAMP"), "on update CURRENT_TIMESTAMP", ExpressionPrinting.mysql8).expression()).isTrue();
    assertThat(DefaultText.mysql("binary", Optional.of("0x6162"), "", ExpressionPrinting.mysql8).expression()).isTrue();
    assertThat(DefaultText.mysql("varchar", Optional.of("concat(_utf8mb4\\'a\\\\\\'b\\',uuid())"), "DEFAULT_GENERATED", ExpressionPrinting.mysql8).value())
        .contains("concat(_utf8mb4'a\\'b',uuid())");
  }

  @Test
  void findsAnExpressionDefaultInShowCreate() {
    String statement =
        """
        CREATE TABLE `a` (
          `x` text DEFAULT (concat(_utf8mb4'a\\')b(',`y`)),
          `y ``x` varchar(9) DEFAULT 'DEFAULT (',
          `z` json DEFAULT (json_array()) COMMENT 'c'
        ) ENGINE=InnoDB""";

    assertThat(ShowCreate.expressionDefault(statement, "x")).contains("concat(_utf8mb4'a\\')b(',`y`)");
    assertThat(ShowCreate.expressionDefault(statement, "z")).contains("json_array()");
    assertThat(ShowCreate.expressionDefault(statement, "missing")).isEmpty();
  }

  @Test
  void findsTheSelectOfAShowCreateView() {
    assertThat(ShowCreate.select("CREATE ALGORITHM=UNDEFINED DEFINER=`r`@`%` SQL SECURITY DEFINER VIEW `s`.`v` AS select 1 AS `a`", "s", "v"))
        .contains("select 1 AS `a`");
    assertThat(ShowCreate.select("CREATE VIEW `s`.`v` (`a)`,`b`) AS select 1,2 WITH CASCADED CHECK OPTION", "s", "v")).contains("select 1,2");
    assertThat(ShowCreate.select("", "s", "v")).isEmpty();
  }

  @Test
  void recognizesFlavoursByTheirVariables() {
    assertThat(ServerReader.flavour("8.0.36", Map.of("aurora_version", "3.07.1", "basedir", "/rdsdbbin/oscar/"))).isEqualTo(Flavour.aurora);
    assertThat(ServerReader.flavour("8.0.36", Map.of("basedir", "/rdsdbbin/mysql-8.0.36/"))).isEqualTo(Flavour.rds);
    assertThat(ServerReader.flavour("10.6.16-MariaDB-log", Map.of("basedir", "/rdsdbbin/mariadb/"))).isEqualTo(Flavour.rds);
    assertThat(ServerReader.flavour("11.4.5-MariaDB", Map.of())).isEqualTo(Flavour.mariadb);
    assertThat(ServerReader.flavour("5.7.44-log", Map.of("basedir", "/usr/"))).isEqualTo(Flavour.mysql);
    assertThat(ServerReader.flavour("8.0.11-TiDB-v8.5.6", Map.of())).isEqualTo(Flavour.tidb);
    assertThat(ServerReader.flavour("PostgreSQL", Map.of())).isEqualTo(Flavour.unknown);
  }
}
