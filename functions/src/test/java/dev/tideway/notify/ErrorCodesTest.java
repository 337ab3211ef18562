package dev.tideway.notify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A code that a message carries must lead a person somewhere. */
final class ErrorCodesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern CODE = Pattern.compile("TW-E\\d{3}");
  private static final Pattern SECTION = Pattern.compile("^## (TW-E\\d{3})$", Pattern.MULTILINE);

  @Test
  void everyCodeHasASectionAndEverySectionACode() throws IOException {
    Set<String> used = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(ROOT.resolve("functions/src/main/java"))) {
      sources.filter(p -> p.toString().endsWith(".java")).forEach(p -> used.addAll(codes(CODE, p, 0)));
    }
    used.addAll(codes(CODE, ROOT.resolve("statemachine/migration.asl.json"), 0));
    assertThat(codes(SECTION, ROOT.resolve("docs/errors.md"), 1)).isEqualTo(used);
  }

  @Test
  void everySectionHasItsAdvice() {
    Set<String> advised = Arrays.stream(Advice.values()).map(Advice::code).collect(Collectors.toCollection(TreeSet::new));
    assertThat(advised).isEqualTo(codes(SECTION, ROOT.resolve("docs/errors.md"), 1));
  }

  private static Set<String> codes(Pattern pattern, Path file, int group) {
    try {
      Matcher matcher = pattern.matcher(Files.readString(file));
      Set<String> codes = new TreeSet<>();
      while (matcher.find()) {
        codes.add(matcher.group(group));
      }
      return codes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
