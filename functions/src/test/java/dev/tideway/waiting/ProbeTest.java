package dev.tideway.waiting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A probe's time limits, in the code and in template.yaml. */
final class ProbeTest {
  private static final Map<Probe, String> NAMES = Map.of(Probe.indexes, "ProbeIndexes", Probe.freeze, "ProbeFreeze");

  @Test
  void leasesOutliveTheInvocationAsItIsDeployed() throws IOException {
    String template = Files.readString(Path.of("..", "template.yaml"));
    assertThat(Probe.values()).hasSameSizeAs(NAMES.keySet()).allSatisfy(probe -> {
      assertThat(number(template, NAMES.get(probe) + "Function", "Timeout")).isEqualTo(probe.timeout().toSeconds());
      String answers = NAMES.get(probe) + "Answers";
      assertThat(number(template, answers, "MaximumEventAgeInSeconds")).isEqualTo(Probe.QUEUED.toSeconds());
      assertThat(number(template, answers, "MaximumRetryAttempts")).as("a lease covers one invocation").isZero();
      assertThat(probe.lease()).isGreaterThan(probe.timeout().plus(Probe.QUEUED));
    });
  }

  private static long number(String template, String resource, String property) {
    Matcher found = Pattern.compile("\n  " + resource + ":\n(?:    .*\n|\n)*?      " + property + ": (\\d+)\n").matcher(template);
    assertThat(found.find()).as(resource + "." + property).isTrue();
    return Long.parseLong(found.group(1));
  }
}
