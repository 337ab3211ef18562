package dev.tideway.local;

import dev.tideway.local.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code ./tideway}. */
@Command(
    name = "tideway",
    mixinStandardHelpOptions = true,
    version = "Tideway 0.1.0-SNAPSHOT",
    description = "Migrates MySQL-compatible databases into TiDB Cloud through AWS DMS.",
    subcommands = {DemoCommand.class})
public final class Tideway implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Runs a verb; exit codes are 0, 1 for a failure, 2 for wrong usage. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Tideway()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }
}
