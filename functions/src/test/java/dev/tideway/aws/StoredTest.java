package dev.tideway.aws;

import dev.tideway.error.MigrationFailed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StoredTest {
  enum Kind {
    known
  }

  record Inner(String name, long rows) {}

  record Outer(Inner inner, Kind kind, Optional<String> maybe, List<Inner> list, Set<String> set, Map<String, Inner> map) {}

  private static Outer read(String json) {
    return Stored.read("outer.json", json, Outer.class);
  }

  @Test
  void ignoresUnknownMembersAndReadsMissingOnesAsEmpty() {
    Outer outer = read("{\"inner\": {\"name\": \"a\", \"rows\": 1, \"new\": [1]}, \"kind\": \"known\", \"newer\": {\"x\": 2}}");
    assertThat(outer).isEqualTo(new Outer(new Inner("a", 1), Kind.known, Optional.empty(), List.of(), Set.of(), Map.of()));
  }

  @Test
  void namesTheRecordAndTheMemberThatItCannotDoWithout() {
    assertThatThrownBy(() -> read("{\"kind\": \"known\"}")).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E171").hasMessageContaining("outer.json");
    assertThatThrownBy(() -> read("{\"inner\": {\"name\": \"a\"}, \"kind\": \"known\"}")).hasMessageContaining("/inner/rows");
    assertThatThrownBy(() -> read("{\"inner\": {\"rows\": 1}, \"kind\": \"known\"}")).hasMessageContaining("/inner/name");
  }

  @Test
  void reportsAnUnknownValueWithoutShowingIt() {
    assertThatThrownBy(() -> read("{\"inner\": {\"name\": \"a\", \"rows\": \"secret\"}, \"kind\": \"known\"}"))
        .hasMessageContaining("/inner/rows")
        .hasMessageNotContaining("secret")
        .hasNoCause();
    assertThatThrownBy(() -> read("{\"inner\": {\"name\": \"a\", \"rows\": 1}, \"kind\": \"later\"}")).hasMessageContaining("/kind");
    assertThatThrownBy(() -> read("{\"inner\": ")).hasMessageContaining("TW-E171").hasNoCause();
  }
}
