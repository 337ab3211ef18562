package dev.tideway.local.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs that run to their end. */
final class Command {
  private Command() {}

  /**
   * What a program left.
   *
   * @param exit its exit code
   * @param output all that it printed
   */
  record Outcome(int exit, String output) {
    boolean good() {
      return exit == 0;
    }

    /** What it said last, which is where programs say why they failed. */
    String lastLine() {
      List<String> lines = output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
      return lines.isEmpty() ? "exit code " + exit : lines.getLast();
    }
  }

  /** Runs a program; one that is not there is an outcome too. */
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
      throw new DatabaseException("cannot hear " + builder.command().getFirst() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new DatabaseException("interrupted while " + builder.command().getFirst() + " was running", e);
    }
  }
}
