package dev.tideway.plan;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.error.Severity;
import dev.tideway.run.Migration.Acceptance;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The code decides what can be accepted, as docs/findings.md explains. */
final class AcceptancesTest {
  @ParameterizedTest
  @EnumSource
  void aBlockerIsAcceptedUnlessItsCodeForbids(FindingCode code) {
    List<Finding> result = accept(Finding.blocker(code, "shop.t", "f", "n", "x"), code.code());
    if (code.acceptable() == FindingCode.Acceptable.YES) {
      assertThat(result).singleElement().satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.warning));
    } else {
      assertThat(result).extracting(f -> f.code() + " " + f.severity()).containsExactly(code + " blocker", FindingCode.ACCEPTED_IN_VAIN + " warning");
    }
  }

  @Test
  void aWarningIsAcceptedWhateverItsCode() {
    assertThat(accept(Finding.warning(FindingCode.NO_KEY, "shop.t", "f", "n", "x"), "TW-P060"))
        .singleElement().satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.info));
  }

  @Test
  void aCodeOfADifferentReleaseIsNotFound() {
    assertThat(accept(Finding.info(FindingCode.CASCADES, "shop.t", "f", "n", "x"), "TW-P999")).extracting(Finding::code).containsExactly("TW-P302", "TW-P346");
  }

  private static List<Finding> accept(Finding finding, String code) {
    return Acceptances.apply(List.of(finding), List.of(new Acceptance(code, Optional.empty(), "known")));
  }
}
