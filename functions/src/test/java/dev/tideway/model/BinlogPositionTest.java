package dev.tideway.model;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class BinlogPositionTest {
  private static final String DOCUMENTED =
      "checkpoint:V1#27#mysql-bin-changelog.157832:1975:-1:2002:677883278264080:mysql-bin-changelog.157832:1876#0#0#*#0#93";

  @Test
  void isReadFromTheDocumentedCheckpoint() {
    assertThat(BinlogPosition.in(DOCUMENTED)).contains(new BinlogPosition("mysql-bin-changelog", 157832, 1975));
  }

  @Test
  void isReadFromAnAbbreviatedCheckpoint() {
    BinlogPosition checkpoint = BinlogPosition.in("checkpoint:V1#4#$.583860:1357:-1:1384:2:$.583860:1200#0#0#*#0#4").orElseThrow();
    assertThat(checkpoint).isEqualTo(new BinlogPosition("$", 583860, 1357));
    assertThat(checkpoint.reaches(BinlogPosition.in("mysql-bin.583860:1357").orElseThrow())).isTrue();
  }

  @Test
  void isNotFoundWhereThereIsNone() {
    assertThat(BinlogPosition.in("")).isEmpty();
    assertThat(BinlogPosition.in("2018-03-08T12:12:12")).isEmpty();
  }

  @Test
  void comparesFileNumbersAsNumbers() {
    assertThat(at("bin.1000000:4").reaches(at("bin.999999:900"))).isTrue();
    assertThat(at("bin.000009:900").reaches(at("bin.000010:4"))).isFalse();
    assertThat(at("bin.000010:4").reaches(at("bin.000010:5"))).isFalse();
    assertThat(at("bin.000010:5").reaches(at("bin.000010:5"))).isTrue();
  }

  @Test
  void doesNotCompareDifferentLogs() {
    assertThat(at("other.9:9").reaches(at("bin.1:1"))).isFalse();
  }

  private static BinlogPosition at(String text) {
    return BinlogPosition.in(text).orElseThrow();
  }
}
