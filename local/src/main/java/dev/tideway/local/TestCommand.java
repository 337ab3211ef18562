package dev.tideway.local;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** The command {@code test}: the script {@code tideway} runs it without this program. Only its help is here. */
@Command(name = "test", mixinStandardHelpOptions = true, description = {
    "Checks what the tests need, installs it on Debian, and runs all tests: unit tests, and end-to-end tests on real servers."})
final class TestCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Parameters(paramLabel = "ARGUMENT", description = "Arguments for Maven in addition to `verify`, for example -Dit.test=MigrationIT.")
  private List<String> arguments = List.of();
  @Unmatched private List<String> options = List.of();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "the script ./tideway runs the tests, not this program: "
        + Stream.concat(arguments.stream(), options.stream()).toList());
  }
}
