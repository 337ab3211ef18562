package dev.tideway.local.commands;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code uninstall}. */
@Command(
    name = "uninstall",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Deletes a stack and everything that it and its migrations created, in the right order. It waits for each step.",
      "It first lists what it will delete, and asks. If it is killed, start it again: it continues.",
      "It does not change source, target and the databases' secrets.",
      ""
    })
public final class UninstallCommand extends StackCommand {
  private static final Duration PAUSE_ON_AWS = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(200);

  @Option(names = "--yes", description = "Do it without asking.")
  private boolean yes;

  @Option(names = "--force", description = "Stop running migrations, and discard changes that tasks of unfinished migrations have not yet written to the target.")
  private boolean force;

  @Option(names = "--keep-data", description = "Keep the bucket (plans, reports, requests) and the table (locks and history).")
  private boolean keepData;

  @Override
  void run(Deployment deployment, PrintWriter out) throws InterruptedException {
    Uninstall uninstall = new Uninstall(deployment, force, deployment.local() ? PAUSE : PAUSE_ON_AWS, out);
    List<Leftover> left = uninstall.left(keepData);
    if (left.isEmpty()) {
      out.println("Nothing is left of " + deployment.name() + " in " + deployment.place());
      return;
    }
    out.println("Stack " + deployment.name() + " in " + deployment.place() + (yes ? ", deleting in this order:" : ", would delete in this order:"));
    left.forEach(one -> out.printf(Locale.ROOT, "  %-20s %s%s%n", one.kind(), one.name(), one.remark().isEmpty() ? "" : " (" + one.remark() + ")"));
    uninstall.refuse();
    if (!yes && !agreed()) {
      throw new Refused("nothing was deleted; use --yes to delete");
    }
    uninstall.run(keepData);
    out.println("Nothing is left of " + deployment.name() + (keepData ? " except its bucket and its table" : ""));
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 22 to 24 always return a console; JDK 25 returns one only for a terminal
  private static boolean agreed() {
    if (System.console() == null || !System.console().isTerminal()) {
      return false;
    }
    String answer = System.console().readLine("Delete all of this? [y/N] ");
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
