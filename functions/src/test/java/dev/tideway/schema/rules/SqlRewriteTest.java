package dev.tideway.schema.rules;

import dev.tideway.model.Flavour;
import dev.tideway.model.Server;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SqlRewriteTest {
  private static final SqlRewrite REWRITE =
      new SqlRewrite(
          Capabilities.of(
              new Server(
                  Flavour.tidb, "8.0.11-TiDB-v8.5.6", Map.of(), Set.of("utf8mb4_bin", "utf8mb4_general_ci", "utf8mb4_0900_ai_ci", "utf8_bin"),
                  Set.of("ascii", "binary", "gbk", "latin1", "utf8", "utf8mb4"))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "nullif(`a`,0) | if((`a` = 0),NULL,`a`)",
        "NULLIF (`a`, 'x,(') | if((`a` = 'x,('),NULL,`a`)",
        "nullif(nullif(`a`,1),2) | if((if((`a` = 1),NULL,`a`) = 2),NULL,if((`a` = 1),NULL,`a`))",
        "concat('nullif(1,2)',`nullif`) | concat('nullif(1,2)',`nullif`)",
        "json_value(`j`,'$.a') | json_unquote(json_extract(`j`,'$.a'))",
        "json_value(`j`, _utf8mb4'$.a' returning unsigned) | cast(json_unquote(json_extract(`j`,_utf8mb4'$.a')) as unsigned)",
        "json_value(`j`,'$.a' returning char(5) null on empty) | cast(json_unquote(json_extract(`j`,'$.a')) as char(5))",
        "_utf16'x' | _utf8mb4'x'",
        "_latin1'x' | _utf8mb4'x'",
        "_ascii'x' | _ascii'x'",
        "convert(`a` using cp1251) | convert(`a` using utf8mb4)",
        "convert(`a` using gbk) | convert(`a` using gbk)",
        "cast(`a` as char(5) charset latin1) | cast(`a` as char(5) charset utf8mb4)",
        "(`a` collate latin1_swedish_ci) | (`a` collate utf8mb4_general_ci)",
        "(`a` collate klingon) | (`a` collate utf8mb4_bin)",
        "until + `until` | `until` + `until`",
        "t.array | t.`array`",
        "cast(`j` as unsigned array) | cast(`j` as unsigned array)",
        "a + b | a + b",
      })
  void rewritesExpressionsForTheTarget(String source, String target) {
    assertThat(REWRITE.expression(source)).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soundex(`a`)", "st_x(`p`)", "ExtractValue(`x`,'/a')", "((`a`,`b`) = (1,2))", "row(`a`,1) = row(2,3)", "match (`a`) against ('x')"})
  void recognizesWhatGeneratedColumnsRefuse(String expression) {
    assertThat(SqlRewrite.refusal(expression)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"`a` in (1,2)", "concat(`a`,'soundex(')", "(`a` + 1)", "cast(`a` as decimal(10,2))", "if((`a` = 1),(2),3)", "`soundex` + 1"})
  void acceptsAllOtherExpressions(String expression) {
    assertThat(SqlRewrite.refusal(expression)).isEmpty();
  }

  @Test
  void distinguishesFunctionsFromSyntax() {
    assertThat(SqlRewrite.functions("cast(lower(`v`) as char(20)) in (abs(1)) and (case when (1) then (2) end) or `f` (3)"))
        .containsExactly("abs", "lower");
  }

  @Test
  void splitsAnyTextIntoTokensWithoutLosingACharacter() {
    String alphabet = "ab_1 \t`'\"\\(),.x-+é漢@$;";
    long seed = 20_250_811;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(30);
      for (int j = 0; j < length; j++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(SqlText.text(SqlText.tokens(text.toString()))).as("seed %d, text %d", seed, i).isEqualTo(text.toString());
    }
  }
}
