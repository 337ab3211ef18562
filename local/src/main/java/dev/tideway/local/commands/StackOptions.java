package dev.tideway.local.commands;

import dev.tideway.local.Checkout;
import dev.tideway.local.LocalApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that select a deployed Tideway. */
final class StackOptions {
  @ArgGroup(multiplicity = "1")
  private Which which;

  @Option(names = "--region", paramLabel = "REGION", description = "The stack's region on AWS (default: from the AWS profile or environment).")
  private String region;

  private static final class Which {
    @Option(names = "--stack", paramLabel = "NAME", description = "The stack on AWS, with the credentials that the AWS CLI would use.")
    private String stack;

    @Option(names = "--local", description = "The stack in the local cloud of `./tideway demo`, while it is running (--keep).")
    private boolean local;

    @Option(names = "--endpoint", hidden = true, description = "The stack tideway in the local cloud at this address.")
    private URI endpoint;
  }

  Deployment open() {
    if (which.stack != null) {
      return new Deployment(which.stack, Optional.ofNullable(region).or(() -> region(System.getenv())), Optional.empty());
    }
    LocalCloudFile cloud = which.local ? running() : new LocalCloudFile(which.endpoint, LocalApplication.REGION, LocalApplication.STACK);
    return new Deployment(cloud.stack(), Optional.of(cloud.region()), Optional.of(cloud.endpoint()));
  }

  /**
   * The AWS CLI's second variable for the region, which the SDK does not read; both variables take precedence over the profile. Empty: the
   * SDK finds the region itself.
   */
  static Optional<String> region(Map<String, String> environment) {
    return environment.containsKey("AWS_REGION") ? Optional.empty() : Optional.ofNullable(environment.get("AWS_DEFAULT_REGION"));
  }

  private static LocalCloudFile running() {
    try {
      return LocalCloudFile.read(Checkout.root()).orElseThrow(() -> new Refused("no local cloud runs: start one with `./tideway demo --keep`"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
