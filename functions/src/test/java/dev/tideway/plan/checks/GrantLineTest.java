package dev.tideway.plan.checks;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Lines as MySQL 5.7.22, 8.0.15, 9.7.4 and MariaDB 11.4.5 printed them. */
class GrantLineTest {
  private static GrantLine grant(String line) {
    return GrantLine.read(line).orElseThrow();
  }

  @Test
  void readsRights() {
    assertThat(grant("GRANT SELECT ON `case_1%`.* TO 'u2'@'%'")).isEqualTo(new GrantLine(GrantLine.Kind.rights, List.of("SELECT"), "`case_1%`.*", false));
    assertThat(grant("GRANT ALL PRIVILEGES ON `case\\_18`.* TO `u5`@`%` WITH GRANT OPTION"))
        .isEqualTo(new GrantLine(GrantLine.Kind.rights, List.of("ALL PRIVILEGES"), "`case\\_18`.*", true));
    assertThat(grant("GRANT SELECT (`a`, `b ON c`), INSERT, UPDATE (`b`) ON `a TO b`.`t``x` TO `u'6`@`10.0.0.%`"))
        .isEqualTo(new GrantLine(GrantLine.Kind.rights, List.of("SELECT (`a`, `b ON c`)", "INSERT", "UPDATE (`b`)"), "`a TO b`.`t``x`", false))
        .satisfies(g -> assertThat(g.schema()).contains("a TO b"))
        .satisfies(g -> assertThat(g.object()).contains("t`x"));
    assertThat(grant("GRANT SELECT (a), INSERT ON `s`.`t` TO 'u'6'@'10.0.0.%'").rights()).containsExactly("SELECT (a)", "INSERT");
    assertThat(grant("GRANT PROCESS, FILE ON *.* TO `u`@`%`").schema()).isEmpty();
  }

  @Test
  void readsRolesRoutinesProxiesAndRevokedRights() {
    assertThat(grant("GRANT `r`@`%`,`q`@`%` TO `u8`@`%` WITH ADMIN OPTION")).isEqualTo(new GrantLine(GrantLine.Kind.roles, List.of("`r`@`%`", "`q`@`%`"), "", true));
    assertThat(grant("GRANT `r` TO `u1`@`%`")).isEqualTo(new GrantLine(GrantLine.Kind.roles, List.of("`r`"), "", false));
    assertThat(grant("SET DEFAULT ROLE `r` FOR `u1`@`%`")).isEqualTo(new GrantLine(GrantLine.Kind.defaultRole, List.of("`r`"), "", false));
    assertThat(grant("GRANT EXECUTE ON PROCEDURE `s`.`p` TO `u3`@`%`"))
        .isEqualTo(new GrantLine(GrantLine.Kind.routine, List.of("EXECUTE"), "PROCEDURE `s`.`p`", false))
        .satisfies(g -> assertThat(g.schema()).contains("s"));
    assertThat(grant("GRANT PROXY ON 'u1'@'%' TO 'u4'@'%'")).isEqualTo(new GrantLine(GrantLine.Kind.proxy, List.of(), "'u1'@'%'", false));
    assertThat(grant("REVOKE SELECT ON `s`.* FROM `u`@`%`")).isEqualTo(new GrantLine(GrantLine.Kind.revoke, List.of("SELECT"), "`s`.*", false));
  }

  @ParameterizedTest
  @CsvSource({"case_1%, case_18, true", "case_1%, casex1, true", "case_1%, case_2, false", "case\\_18, case_18, true", "case\\_18, casex18, false", "a.b, axb, false"})
  void readsSchemasAsPatterns(String pattern, String schema, boolean covered) {
    assertThat(AccountScript.covers(pattern, schema)).isEqualTo(covered);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GRANT USAGE ON *.* TO 'u1'@'%'", "GRANT USAGE ON *.* TO `u5`@`%` IDENTIFIED BY PASSWORD '*A' REQUIRE SSL WITH MAX_USER_CONNECTIONS 3"})
  void readsUsageAsNoRight(String line) {
    assertThat(GrantLine.read(line)).isEmpty();
  }
}
