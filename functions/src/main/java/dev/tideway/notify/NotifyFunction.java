package dev.tideway.notify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.Platform;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** Tells people what they should know: publishes messages made from DMS, Step Functions and progress events to the topic. */
public final class NotifyFunction extends JsonFunction<JsonNode, NotifyFunction.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(NotifyFunction.class);

  private final Composer composer;
  private final Sent sent;
  private final Topic topic;

  /** Wires the function from its environment. */
  public NotifyFunction() {
    this(
        new Composer(Platform.locks(), Platform.variable("TIDEWAY_BUCKET")),
        new DynamoDbSent(Platform.dynamoDb(), Platform.variable("TIDEWAY_TABLE"), Platform.clock()),
        topic(Platform.configure(SnsClient.builder()).build(), Platform.variable("TIDEWAY_TOPIC")));
  }

  NotifyFunction(Composer composer, Sent sent, Topic topic) {
    super(JsonNode.class);
    this.composer = composer;
    this.sent = sent;
    this.topic = topic;
  }

  /** Where messages go. */
  @FunctionalInterface
  interface Topic {
    void publish(Message message);
  }

  /**
   * What became of the event.
   *
   * @param outcome {@code published}, {@code repeat} or {@code routine}
   */
  public record Output(String outcome) {}

  @Override
  protected Output handle(JsonNode event, Deadline deadline) {
    Optional<Message> message = composer.compose(event);
    if (message.isEmpty()) {
      return new Output("routine");
    }
    String id = id(message.get());
    if (!sent.claim(id)) {
      return new Output("repeat");
    }
    topic.publish(message.get());
    sent.done(id);
    LOG.info("told people: {}", message.get().subject());
    return new Output("published");
  }

  private static String id(Message message) {
    try {
      String text = message.execution() + "\n" + message.key();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Topic topic(SnsClient sns, String arn) {
    return message ->
        sns.publish(
            r ->
                r.topicArn(arn)
                    .subject(message.subject())
                    .message(message.body())
                    .messageAttributes(
                        Map.of(
                            "migration", attribute(message.migration()),
                            "severity", attribute(message.importance().name()),
                            "phase", attribute(message.phase()))));
  }

  private static MessageAttributeValue attribute(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }
}
