package dev.tideway;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The definitions that are committed, deployed and shown in the console are made from the sources. */
final class StateMachineSourceTest {
  @ParameterizedTest
  @ValueSource(strings = {"migration", "verification"})
  void definesWhatItsSourceSays(String name) {
    String file = "statemachine/" + name + ".asl.json";
    String made = StateMachineSource.definition(name);
    if (System.getProperty("tideway.statemachine", "").equals("write")) {
      Repository.write(file, made);
    }
    assertThat(Repository.text(file)).as("written with -Dtideway.statemachine=write").isEqualTo(made);
  }
}
