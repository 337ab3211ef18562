package dev.tideway.local.commands;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The verb {@code schema}, which only has others below it. */
@Command(name = "schema", mixinStandardHelpOptions = true, description = "Compares the target's schema with the schema it must have.", subcommands = DriftCommand.class)
public final class SchemaCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
