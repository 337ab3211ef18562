package dev.tideway.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Sha256;
import dev.tideway.operations.DynamoDbSentMessages;
import dev.tideway.operations.Message;
import dev.tideway.operations.MessageComposer;
import dev.tideway.operations.SentMessages;
import dev.tideway.run.Deadline;
import dev.tideway.run.LogContext;
import dev.tideway.run.Platform;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** Informs people: composes messages from DMS, Step Functions and progress events and publishes them to the SNS topic. */
public final class NotifyHandler extends Handler<JsonNode, NotifyHandler.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(NotifyHandler.class);

  private final MessageComposer composer;
  private final SentMessages sent;
  private final Topic topic;

  /** Creates the handler from its function's environment variables. */
  public NotifyHandler() {
    this(
        new MessageComposer(Platform.locks(), Platform.variable("TIDEWAY_BUCKET")),
        new DynamoDbSentMessages(Platform.dynamoDb(), Platform.variable("TIDEWAY_TABLE"), Platform.clock()),
        topic(Platform.configure(SnsClient.builder()).build(), Platform.variable("TIDEWAY_TOPIC")));
  }

  public NotifyHandler(MessageComposer composer, SentMessages sent, Topic topic) {
    super(JsonNode.class);
    this.composer = composer;
    this.sent = sent;
    this.topic = topic;
  }

  /** The destination of messages. */
  @FunctionalInterface
  interface Topic {
    void publish(Message message);
  }

  /**
   * The result of the event.
   *
   * @param outcome {@code published}, {@code repeat} or {@code routine}
   */
  public record Output(String outcome) {}

  @Override
  public Output handle(JsonNode event, Deadline deadline) {
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
    new LogContext(message.get().migration(), message.get().execution(), message.get().phase(), "")
        .during(() -> LOG.info("sent a message: {}", message.get().subject()));
    return new Output("published");
  }

  private static String id(Message message) {
    return Sha256.hex(message.execution() + "\n" + message.key());
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
