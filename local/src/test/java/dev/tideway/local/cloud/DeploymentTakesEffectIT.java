package dev.tideway.local.cloud;

import dev.tideway.local.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The check of {@code .ci/deployment_takes_effect.py} on the real template, and what it says of the fault that it is for. */
class DeploymentTakesEffectIT {
  private record Outcome(int exitCode, String output) {}

  @Test
  void everyParameterAndPropertyIsMetByTheNextCall() throws Exception {
    Outcome outcome = check();
    assertThat(outcome.output()).contains("A deployment takes effect at once.").doesNotContain("FAULT");
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void findsVersionsThatDoNotFollowParametersAndPileUp() throws Exception {
    Outcome outcome = check("--publish-versions");
    assertThat(outcome.exitCode()).isOne();
    assertThat(outcome.output())
        .containsPattern("FAULT \\d+ of AWS::Lambda::Version")
        .containsPattern("FAULT \\d+ of AWS::Lambda::Alias")
        .containsPattern("FAULT property CodeUri: the deployment adds \\d+ resources")
        .contains(
            "FAULT ObserveFunctionEventInvokeConfig: Qualifier is live",
            "FAULT parameter SubnetIds changed, but Migration, MigrationRole would go on calling the InventoryFunction of before",
            "FAULT parameter LagSampleSeconds changed",
            "FAULT property Timeout changed");
  }

  private static Outcome check(String... options) throws IOException, InterruptedException {
    Path root = Repository.root();
    Path python = PythonEnvironment.prepare(root.resolve("local/aws/requirements.txt"), PythonEnvironment.cacheFolder(), progress -> {});
    List<String> command = new ArrayList<>(List.of(python.toString(), root.resolve(".ci/deployment_takes_effect.py").toString()));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }
}
