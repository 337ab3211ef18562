package dev.tideway.local.dms;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Texts for MySQL's temporal encodings; real servers prove the encodings themselves. */
class TemporalTextTest {
  @Test
  void readsNegativeTimesWithFractions() {
    // -00:00:00.01 is stored as 0x7FFFFF and the fraction's complement
    assertThat(TemporalText.time(0x7FFFFFFFL, 1, 2)).isEqualTo("-00:00:00.01");
    assertThat(TemporalText.time(0x800000L, 0, 0)).isEqualTo("00:00:00");
  }

  @Test
  void keepsZeroDates() {
    assertThat(TemporalText.date(0)).isEqualTo("0000-00-00");
    assertThat(TemporalText.timestamp(0, 0, 3)).isEqualTo("0000-00-00 00:00:00.000");
    assertThat(TemporalText.timestamp(0, 1, 6)).isEqualTo("1970-01-01 00:00:00.000001");
  }

  @Test
  void readsEnumValuesFromTheColumnsType() {
    assertThat(SourceCatalog.members("enum('a','it''s','comma, (paren)','back\\\\slash','')"))
        .isEqualTo(List.of("a", "it's", "comma, (paren)", "back\\slash", ""));
    assertThat(SourceCatalog.members("set()")).isEmpty();
  }
}
