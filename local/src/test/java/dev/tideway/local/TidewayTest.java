package dev.tideway.local;

import java.io.PrintWriter;
import java.io.StringWriter;
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

  private int execute(String... arguments) {
    return Tideway.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
