package dev.tideway;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** CONTRIBUTING.md leads a reader who has never been here to the class; a class that moves takes its line along. */
final class ContributingTest {
  private static final Pattern NAMED = Pattern.compile("`((?:[a-z]+\\.)+[A-Z]\\w+)`");

  @Test
  void whereDoIChangeNamesClassesThatExist() {
    String text = Repository.text("CONTRIBUTING.md");
    int begin = text.indexOf("### Where do I change");
    String table = text.substring(begin, text.indexOf("### Words", begin));
    List<String> named = NAMED.matcher(table).results().map(found -> found.group(1)).toList();
    assertThat(named).hasSizeGreaterThan(15);
    assertThat(named).allSatisfy(name -> assertThatCode(() -> Class.forName("dev.tideway." + name)).as(name).doesNotThrowAnyException());
  }
}
