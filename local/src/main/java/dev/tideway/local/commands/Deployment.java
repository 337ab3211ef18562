package dev.tideway.local.commands;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** A deployed Tideway and its AWS clients. */
final class Deployment implements AutoCloseable {
  private final String name;
  private final Optional<String> region;
  private final Optional<URI> endpoint;
  private final List<SdkAutoCloseable> clients = new ArrayList<>();
  private final CloudFormationClient cloudFormation;

  /**
   * A deployment.
   *
   * @param name the stack's name
   * @param region its region; empty: the region of the profile or the environment
   * @param endpoint the address of a local cloud; empty: AWS
   */
  Deployment(String name, Optional<String> region, Optional<URI> endpoint) {
    this.name = name;
    this.region = region;
    this.endpoint = endpoint;
    this.cloudFormation = client(CloudFormationClient.builder());
  }

  String name() {
    return name;
  }

  boolean local() {
    return endpoint.isPresent();
  }

  /** Its location, in a readable form. */
  String place() {
    return endpoint.map(address -> "the local cloud at " + address).orElseGet(() -> "AWS" + region.map(r -> ", " + r).orElse(""));
  }

  <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends SdkAutoCloseable> C client(B builder) {
    builder.httpClientBuilder(UrlConnectionHttpClient.builder());
    region.ifPresent(r -> builder.region(Region.of(r)));
    endpoint.ifPresent(address -> builder.endpointOverride(address)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))));
    C client = builder.build();
    clients.add(client);
    return client;
  }

  S3Client s3() {
    return client(S3Client.builder().forcePathStyle(endpoint.isPresent()));
  }

  CloudFormationClient cloudFormation() {
    return cloudFormation;
  }

  /** The stack, if it exists. */
  Optional<Stack> stack() {
    try {
      return cloudFormation.describeStacks(r -> r.stackName(name)).stacks().stream().findFirst();
    } catch (CloudFormationException e) {
      // this error has no error code of its own
      if (e.getMessage().contains("does not exist")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The id of the stack, or of the last deleted stack of that name: AWS keeps it for 90 days. */
  Optional<String> stackId() {
    return stack().map(Stack::stackId).or(() ->
        cloudFormation.listStacksPaginator(r -> r.stackStatusFilters(StackStatus.DELETE_COMPLETE)).stackSummaries().stream()
            .filter(summary -> summary.stackName().equals(name))
            .max(Comparator.comparing(StackSummary::creationTime))
            .map(StackSummary::stackId));
  }

  /** Physical ids by logical id; for a deleted stack, they include the resources that it left behind. */
  Map<String, String> resources(String stackId) {
    Map<String, String> resources = new LinkedHashMap<>();
    cloudFormation.listStackResourcesPaginator(r -> r.stackName(stackId)).stackResourceSummaries().stream()
        .filter(resource -> resource.physicalResourceId() != null)
        .forEach(resource -> resources.put(resource.logicalResourceId(), resource.physicalResourceId()));
    return resources;
  }

  /** An output of the stack. */
  String output(String key) {
    Stack stack = stack().orElseThrow(() -> new Refused("there is no stack " + name + " in " + place()));
    return stack.outputs().stream().filter(output -> output.outputKey().equals(key)).findFirst()
        .orElseThrow(() -> new Refused("the stack " + name + " has no output " + key + ": deploy this version of Tideway first"))
        .outputValue();
  }

  @Override
  public void close() {
    clients.forEach(SdkAutoCloseable::close);
  }
}
