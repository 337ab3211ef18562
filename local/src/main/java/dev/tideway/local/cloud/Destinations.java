package dev.tideway.local.cloud;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Sends to queues and topics by ARN, as the services themselves do for a role. */
final class Destinations {
  private final Moto moto;
  private final CloudOptions options;
  private final Supplier<Roles> roles;

  Destinations(Moto moto, CloudOptions options, Supplier<Roles> roles) {
    this.moto = moto;
    this.options = options;
    this.roles = roles;
  }

  /** Sends a message to a queue or topic if the role may; without a role, as a service with a resource policy does. */
  void send(Optional<String> role, String arn, String message) {
    String service = arn.split(":")[2];
    Function<Access, Boolean> allowed = access -> role.isEmpty() || roles.get().allows(role.get(), access);
    switch (service) {
      case "sqs" -> {
        if (permitted(allowed, role, new Access("sqs:SendMessage", arn))) {
          String[] parts = arn.split(":");
          moto.json("sqs", "AmazonSQS.SendMessage", Json.object()
              .put("QueueUrl", "http://127.0.0.1/" + parts[4] + "/" + parts[5]).put("MessageBody", message));
        }
      }
      case "sns" -> {
        if (permitted(allowed, role, new Access("sns:Publish", arn))) {
          moto.query("sns", Map.of("Action", "Publish", "Version", "2010-03-31", "TopicArn", arn, "Message", message));
          options.listener().published(arn, "", message, Map.of());
        }
      }
      default -> throw new IllegalArgumentException("The local cloud cannot send to " + arn);
    }
  }

  private boolean permitted(Function<Access, Boolean> allowed, Optional<String> role, Access access) {
    boolean permitted = allowed.apply(access);
    if (!permitted) {
      options.listener().denied(new Denial(role.orElse(""), access.action(), access.resource(), "iam"));
    }
    return permitted;
  }
}
