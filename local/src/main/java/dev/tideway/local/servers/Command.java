package dev.tideway.local.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs programs until they end. */
final class Command {
  private Command() {}

  /**
   * The result of a program.
   *
   * @param exit its exit code
   * @param output everything that it printed
   */
  record Outcome(int exit, String output) {
    boolean good() {
      return exit == 0;
    }

    /** The last line of the output, which usually contains the reason for a failure. */
    String lastLine() {
      List<String> lines = output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
      return lines.isEmpty() ? "exit code " + exit : lines.getLast();
    }
  }

  /** Runs a program; a missing program also gives an outcome. */
  static Outcome run(ProcessBuilder builder) {
    Process process;
    try {
      process = builder.redirectErrorStream(true).start();
    } catch (IOException e) {
      return new Outcome(127, String.valueOf(e.getMessage()));
    }
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      throw new DatabaseException("cannot read the output of " + builder.command().getFirst() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new DatabaseException("interrupted while " + builder.command().getFirst() + " was running", e);
    }
  }
}
