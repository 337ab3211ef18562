package dev.tideway.preflight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every code a person can meet is explained. */
class FindingsDocumentTest {
  private static final Pattern CODE = Pattern.compile("\"(TW-P\\d{3})\"");
  private static final Pattern SECTION = Pattern.compile("(?m)^### (TW-P\\d{3})\\n(.+?)(?=\\n#|\\z)", Pattern.DOTALL);
  private static final Path MODULE = Path.of(System.getProperty("basedir", "."));

  @Test
  void explainsEveryCodeAndNoOther() throws IOException {
    Set<String> used = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(MODULE.resolve("src/main/java"))) {
      for (Path source : sources.filter(p -> p.toString().endsWith(".java")).toList()) {
        Matcher matcher = CODE.matcher(Files.readString(source));
        while (matcher.find()) {
          used.add(matcher.group(1));
        }
      }
    }
    Set<String> explained = new TreeSet<>();
    Matcher section = SECTION.matcher(Files.readString(MODULE.resolve("../docs/findings.md")));
    while (section.find()) {
      explained.add(section.group(1));
      assertThat(section.group(2)).as(section.group(1)).contains("**Why:**", "**See:**", "**Fix:**");
    }

    assertThat(used).hasSizeGreaterThan(30);
    assertThat(explained).isEqualTo(used);
  }
}
