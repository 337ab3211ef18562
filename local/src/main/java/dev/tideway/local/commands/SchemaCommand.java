package dev.tideway.local.commands;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code schema}, which only has subcommands. */
@Command(name = "schema", mixinStandardHelpOptions = true, description = "Compares the target's schema with the schema it must have.", subcommands = DriftCommand.class)
public final class SchemaCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
