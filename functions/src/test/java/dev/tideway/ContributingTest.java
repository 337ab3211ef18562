package dev.tideway;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** CONTRIBUTING.md names a class for each change. If a class moves, its line must change too. */
final class ContributingTest {
  private static final Pattern CLASS = Pattern.compile("`((?:[a-z]+\\.)+[A-Z]\\w+)`");
  private static final Pattern FILE = Pattern.compile("`((?:\\w+/)*\\w+(?:\\.\\w+)*\\.(?:json|yaml|md))`");

  @Test
  void whereDoIChangeNamesClassesAndFilesThatExist() {
    String text = Repository.text("CONTRIBUTING.md");
    int begin = text.indexOf("### Where do I change");
    String table = text.substring(begin, text.indexOf("### Words", begin));
    assertThat(named(CLASS, table))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            name -> {
              String file = "src/main/java/dev/tideway/" + name.replace('.', '/') + ".java";
              assertThat(Repository.exists("functions/" + file) || Repository.exists("local/" + file)).as(name).isTrue();
            });
    assertThat(named(FILE, table)).hasSizeGreaterThan(3).allSatisfy(name -> assertThat(Repository.exists(name)).as(name).isTrue());
  }

  private static List<String> named(Pattern kind, String table) {
    return kind.matcher(table).results().map(found -> found.group(1)).toList();
  }
}
