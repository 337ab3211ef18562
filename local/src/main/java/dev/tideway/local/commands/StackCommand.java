package dev.tideway.local.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** A command for a deployed stack. Exit code 0: done; 1: refused or failed, the message gives the reason; 2: wrong options. */
abstract class StackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private StackOptions which;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    try (Deployment deployment = which.open()) {
      run(deployment, spec.commandLine().getOut());
      return 0;
    } catch (Refused | SdkException e) {
      spec.commandLine().getErr().println("tideway: " + e.getMessage());
      return 1;
    }
  }

  abstract void run(Deployment deployment, PrintWriter out) throws IOException, InterruptedException;
}
