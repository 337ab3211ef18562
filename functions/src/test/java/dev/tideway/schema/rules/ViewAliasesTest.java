package dev.tideway.schema.rules;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Texts as MySQL 9.7.4 printed them, and as 8.0 did. */
class ViewAliasesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "select `s`.`q`.`z` AS `z` from (`s`.`c` `q` join `s`.`c` `r` on((`s`.`q`.`z` = `s`.`r`.`z`)))"
            + " | select `q`.`z` AS `z` from (`s`.`c` `q` join `s`.`c` `r` on((`q`.`z` = `r`.`z`)))",
        "select `a`.`id` AS `id` from (`s`.`t` `a` join `s`.`c` `z` on((`a`.`id` = `s`.`z`.`z`)))"
            + " | select `a`.`id` AS `id` from (`s`.`t` `a` join `s`.`c` `z` on((`a`.`id` = `z`.`z`)))",
        "select `s`.`c`.`x y` AS `x y` from `s`.`c` | select `s`.`c`.`x y` AS `x y` from `s`.`c`",
        "select `s`.`t`.`id` AS `q` from (`s`.`t` join `s`.`c` `q`) where (`s`.`q`.`z` = '`s`.`q`.`z`')"
            + " | select `s`.`t`.`id` AS `q` from (`s`.`t` join `s`.`c` `q`) where (`q`.`z` = '`s`.`q`.`z`')",
      })
  void standAlone(String printed, String alone) {
    assertThat(ViewAliases.alone(printed)).isEqualTo(alone);
  }
}
