package dev.tideway.model.rows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class JsonTextTest {
  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {
    "{\"bb\": 1, \"a\": 2} ~ {\"a\":2,\"bb\":1}",
    "{\"k\":1,\"k\":2} ~ {\"k\": 2}",
    "1.0 ~ 1",
    "1e20 ~ 100000000000000000000",
    "1e21 ~ 1e+21",
    "9.223372036854776e18 ~ 9223372036854776000",
    "0.0000001 ~ 1e-7",
    "1.8446744073709552e19 ~ 18446744073709552000",
    "-0.0 ~ 0",
    "\"\\u0008\\u2028\\u00e9\" ~ \"\\b\u2028é\"",
    "[] ~ [ ]",
    "{\"a\": {}} ~ {\"a\":{}}",
    "1.10 ~ 1.1",
  })
  void oneDocumentHasOneTextHoweverAServerPrintsIt(String one, String other) {
    assertThat(JsonText.canonical(one)).isEqualTo(JsonText.canonical(other));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {
    "9007199254740993 ~ 9007199254740992",
    "18446744073709551615 ~ 18446744073709551614",
    "1 ~ \"1\"",
    "null ~ \"null\"",
    "[1, 2] ~ [2, 1]",
    "[] ~ {}",
    "{\"a\": null} ~ {}",
    "\"a\" ~ \"a \"",
    "0.1 ~ 0.10000000000000002",
    "true ~ 1",
  })
  void differentDocumentsHaveDifferentTexts(String one, String other) {
    assertThat(JsonText.canonical(one)).isNotEqualTo(JsonText.canonical(other));
  }

  @Test
  void textThatIsNotJsonIsComparedAsText() {
    assertThat(JsonText.canonical("{oops")).isEqualTo("not JSON: {oops");
    assertThat(JsonText.canonical("1 2")).isEqualTo("not JSON: 1 2");
  }
}
