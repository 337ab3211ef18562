package dev.tideway.error;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Codes are written in the two enums only, and every code has a section that explains it. */
final class CodesTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Set<String> ENUMS = Set.of("ErrorCode.java", "FindingCode.java");
  private static final Pattern COMMENT_LINE = Pattern.compile("(?m)^\\s*(/?\\*|//).*$");
  private static final Pattern ERROR = Pattern.compile("TW-E\\d+");
  private static final String REQUEST = text(Path.of("../docs/request.schema.json"));
  private static final String MACHINE = text(Path.of("../statemachine/migration.asl.json")) + text(Path.of("../statemachine/verification.asl.json"));

  private final List<String> sources = sources();

  @Test
  void noDifferentSourceContainsACode() {
    assertThat(sources).hasSizeGreaterThan(200).allSatisfy(source -> assertThat(source).doesNotContain("TW-E", "TW-P"));
  }

  @Test
  void codesAreUniqueAndInOrder() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::code)).allMatch(code -> code.matches("TW-E\\d{3}")).isSorted().doesNotHaveDuplicates();
    assertThat(Arrays.stream(FindingCode.values()).map(FindingCode::code)).allMatch(code -> code.matches("TW-P\\d{3}")).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void everyErrorHappensSomewhere() {
    assertThat(ErrorCode.values()).allMatch(code -> named("ErrorCode." + code.name()) || MACHINE.contains(code + ": "));
  }

  @Test
  void everyFindingIsFoundSomewhere() {
    assertThat(FindingCode.values()).allMatch(code -> named("FindingCode." + code.name()) || REQUEST.contains("\"x-finding\": \"" + code + "\""));
  }

  @Test
  void theStateMachineNamesNoDifferentErrors() {
    Set<String> failed = ERROR.matcher(MACHINE).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    assertThat(failed).hasSizeGreaterThan(4).allSatisfy(code -> assertThat(ErrorCode.of(code)).as(code).isPresent());
  }

  @Test
  void theNextStepSaysWhetherTheSameRequestIsStartedAgain() {
    assertThat(ErrorCode.values())
        .allSatisfy(
            code -> {
              assertThat(code.nextStep()).endsWith(".");
            });
  }

  @Test
  void exactlyTheCodesWithoutAnActorNeedNothing() {
    assertThat(ErrorCode.values()).allSatisfy(code -> assertThat(code.actor() == Actor.NOBODY).as(code.name()).isEqualTo(code.nextStep().startsWith("Nothing:")));
  }

  @Test
  void aMessageIsParsedAsItWasComposed() {
    MigrationFailed failure = new MigrationFailed(ErrorCode.LOAD_FAILED, "shop.t: 3 rows\nfailed");
    assertThat(failure).hasMessage("TW-E030: shop.t: 3 rows\nfailed");
    assertThat(CodedText.of(failure.getMessage())).contains(new CodedText(ErrorCode.LOAD_FAILED, "shop.t: 3 rows\nfailed"));
    assertThat(CodedText.of("TW-E000: of another release")).hasValueSatisfying(text -> assertThat(text).returns("TW-E000", CodedText::code).returns(Optional.empty(), CodedText::kind));
    assertThat(CodedText.of("no code")).isEmpty();
  }

  private boolean named(String constant) {
    Pattern whole = Pattern.compile(Pattern.quote(constant) + "\\b");
    return sources.stream().anyMatch(source -> whole.matcher(source).find());
  }

  /** Without comments, which may mention a code or a constant. */
  private static List<String> sources() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java") && !ENUMS.contains(file.getFileName().toString()))
          .map(file -> COMMENT_LINE.matcher(text(file)).replaceAll(""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
