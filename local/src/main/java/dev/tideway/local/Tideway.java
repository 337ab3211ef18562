package dev.tideway.local;

import dev.tideway.local.commands.ScheduleCommand;
import dev.tideway.local.commands.SchemaCommand;
import dev.tideway.local.commands.UninstallCommand;
import dev.tideway.local.commands.VerifyCommand;
import dev.tideway.local.demo.DemoCommand;
import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line of {@code ./tideway}. */
@Command(
    name = "tideway",
    mixinStandardHelpOptions = true,
    versionProvider = Tideway.Version.class,
    description = "Migrates MySQL-compatible databases into TiDB Cloud through AWS DMS; here, on one machine.",
    subcommands = {
      DemoCommand.class, VerifyCommand.class, SchemaCommand.class, ScheduleCommand.class, UninstallCommand.class, TestCommand.class
    })
public final class Tideway implements Runnable {
  /** The binlog client reports every connection. This field keeps the logger, because java.util.logging drops loggers without a reference. */
  private static final Logger BINLOG_CLIENT = Logger.getLogger("com.github.shyiko.mysql.binlog");

  @Spec
  private CommandSpec spec;

  /** Runs the command that the arguments name, and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    BINLOG_CLIENT.setLevel(Level.WARNING);
    System.exit(execute(
        new PrintWriter(System.out, true, System.out.charset()), new PrintWriter(System.err, true, System.err.charset()), arguments));
  }

  static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new Tideway()).setCaseInsensitiveEnumValuesAllowed(true).setOut(out).setErr(err).execute(arguments);
  }

  /** Without a command, it only lists the commands. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Tideway.class.getPackage().getImplementationVersion();
      return new String[] {"tideway " + (version == null ? "development" : version)};
    }
  }
}
