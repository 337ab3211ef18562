package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Sends messages to queues, topics and functions by ARN, for a role or for a service that the target's policy allows. */
final class Destinations {
  private final Moto moto;
  private final CloudOptions options;
  private final Supplier<Roles> roles;
  private final Supplier<Stack> stack;

  Destinations(Moto moto, CloudOptions options, Supplier<Roles> roles, Supplier<Stack> stack) {
    this.moto = moto;
    this.options = options;
    this.roles = roles;
    this.stack = stack;
  }

  /** Sends a message to a queue, topic or function if the role allows it. */
  void sendAsRole(String role, String arn, String message, Consumer<FunctionName> invoke) {
    Access access = access(arn);
    boolean allowed = roles.get().allows(role, access);
    if (allowed && access.action().startsWith("lambda:")) {
      invoke.accept(FunctionName.of(arn));
    } else {
      deliver(role, access, allowed, message);
    }
  }

  /** Sends a message as an AWS service; the policy of the queue or topic must allow the service. */
  void sendAsService(String service, String arn, String message) {
    Access access = access(arn);
    List<JsonNode> documents = Stream.of("AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy")
        .flatMap(type -> stack.get().ofType(type).stream())
        .map(Stack.Resource::properties)
        .filter(policy -> concerns(policy, arn))
        .map(policy -> policy.get("PolicyDocument")).toList();
    deliver(service, access, Policy.of(documents).allowsService(service, access), message);
  }

  private static boolean concerns(JsonNode policy, String arn) {
    return Stream.of("Topics", "Queues").flatMap(field -> StreamSupport.stream(policy.path(field).spliterator(), false))
        .anyMatch(name -> name.asText().equals(arn) || name.asText().endsWith("/" + arn.substring(arn.lastIndexOf(':') + 1)));
  }

  private Access access(String arn) {
    String action = switch (arn.split(":")[2]) {
      case "sqs" -> "sqs:SendMessage";
      case "sns" -> "sns:Publish";
      case "lambda" -> "lambda:InvokeFunction";
      default -> throw new IllegalArgumentException("The local cloud cannot send to " + arn);
    };
    return new Access(action, arn, Map.of("aws:sourceaccount", List.of(options.home().account())));
  }

  private void deliver(String sender, Access access, boolean allowed, String message) {
    String arn = access.resource();
    if (!allowed) {
      options.listener().denied(new Denial(sender, access.action(), arn, "iam"));
    } else if (access.action().startsWith("sqs:")) {
      String[] parts = arn.split(":");
      moto.json("sqs", "AmazonSQS.SendMessage", LocalJson.object()
          .put("QueueUrl", "http://127.0.0.1/" + parts[4] + "/" + parts[5]).put("MessageBody", message));
    } else {
      moto.query("sns", Map.of("Action", "Publish", "Version", "2010-03-31", "TopicArn", arn, "Message", message));
      options.listener().published(arn, "", message, Map.of());
    }
  }
}
