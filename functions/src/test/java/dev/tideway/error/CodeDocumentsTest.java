package dev.tideway.error;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * docs/errors.md and docs/findings.md explain every code and no different one, and contain the texts of the enums: one generated line in each section.
 * {@code -Dtideway.docs=write} writes these lines.
 */
final class CodeDocumentsTest {
  private static final Path ERRORS = Path.of("../docs/errors.md");
  private static final Path FINDINGS = Path.of("../docs/findings.md");
  private static final boolean WRITING = "write".equals(System.getProperty("tideway.docs"));

  /** A heading, and all text up to the next one. */
  private static final Pattern ERROR = section("## (TW-E\\d{3})");
  private static final Pattern FINDING = section("### (TW-P\\d{3})");

  /** The line, with a blank line before the text that follows it. */
  private static final Pattern ERROR_LINE = Pattern.compile("(?m)^\\*\\*Who acts\\*\\*: .*\\n\\n?");
  private static final Pattern FINDING_LINE = Pattern.compile("(?m)^\\*\\*Who acts:\\*\\* .*\\n");

  @Test
  void everyErrorIsExplained() throws IOException {
    assertThat(codes(ERROR, ERRORS)).containsExactlyInAnyOrderElementsOf(Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList());
    hold(
        ERRORS,
        ERROR,
        section -> {
          ErrorCode code = ErrorCode.of(section.group(1)).orElseThrow();
          return line(code) + "\n\n" + ERROR_LINE.matcher(section.group(2)).replaceAll("");
        });
  }

  @Test
  void everyFindingIsExplained() throws IOException {
    assertThat(codes(FINDING, FINDINGS)).containsExactlyInAnyOrderElementsOf(Arrays.stream(FindingCode.values()).map(FindingCode::code).toList());
    hold(
        FINDINGS,
        FINDING,
        section -> {
          FindingCode code = FindingCode.of(section.group(1)).orElseThrow();
          String text = FINDING_LINE.matcher(section.group(2)).replaceAll("");
          assertThat(text).as(code.code()).contains("**Why:**", "**See:**", "**Fix:**");
          return text.stripTrailing() + "\n" + line(code) + text.substring(text.stripTrailing().length());
        });
  }

  private static String line(ErrorCode code) {
    return "**Who acts**: " + code.actor() + ". **Next step**: " + code.nextStep();
  }

  private static String line(FindingCode code) {
    return "**Who acts:** " + code.actor() + "." + (code.acceptable() == FindingCode.Acceptable.NO ? " **Acceptable:** no." : "");
  }

  private static Pattern section(String heading) {
    return Pattern.compile("(?ms)^" + heading + "\\n(.*?)(?=^#|\\z)");
  }

  private static List<String> codes(Pattern section, Path document) throws IOException {
    return section.matcher(Files.readString(document)).results().map(result -> result.group(1)).toList();
  }

  private static void hold(Path document, Pattern section, Function<MatchResult, String> body) throws IOException {
    String text = Files.readString(document);
    String right = section.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group().substring(0, found.group().indexOf('\n') + 1) + body.apply(found)));
    if (WRITING) {
      Files.writeString(document, right);
    } else {
      assertThat(text).as("%s does not say what the enum says: run this test with -Dtideway.docs=write", document).isEqualTo(right);
    }
  }
}
