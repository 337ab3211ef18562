package dev.tideway.local;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TidewayTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void explainsItself() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString()).contains("Usage: tideway").contains("TiDB Cloud");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void saysWhichCommandsThereAreWhenGivenNone() {
    assertThat(execute()).isZero();
    assertThat(out.toString()).contains("Usage: tideway");
  }

  @Test
  void namesItsVersion() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString()).startsWith("tideway ");
  }

  @Test
  void refusesACommandItDoesNotKnow() {
    assertThat(execute("frobnicate")).isEqualTo(2);
    assertThat(err.toString()).contains("frobnicate");
  }

  @Test
  void asksWhichStackIsMeantBeforeItActsOnOne() {
    assertThat(execute("uninstall", "--yes")).isEqualTo(2);
    assertThat(execute("schedule", "list", "--stack", "tideway", "--local")).isEqualTo(2);
    assertThat(err.toString()).contains("--stack=NAME").contains("mutually exclusive");
  }

  @Test
  void refusesASchedulePastOrWithoutARequest() {
    for (String at : List.of("2020-01-01T02:00:00", "2099-01-01T02:00:00")) {
      assertThat(execute("schedule", "add", "orders", "--endpoint", "http://127.0.0.1:1", "--request", "no-such-file.json", "--at", at)).isEqualTo(1);
    }
    assertThat(err.toString()).contains("2020-01-01T02:00 in UTC is in the past").contains("there is no file no-such-file.json");
  }

  @Test
  void namesTheSourceServersOfTheDemo() {
    assertThat(execute("demo", "--help")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " ")).contains("mysql-5.7, mysql-8.0, mysql-9, mariadb-10, mariadb-11.4, mariadb-11.8 (default: mariadb-11.4)");
    assertThat(execute("demo", "--source-server", "mysql-4")).isEqualTo(2);
    assertThat(err.toString()).contains("mysql-4", "mysql-5.7");
  }

  private int execute(String... arguments) {
    return Tideway.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
