package dev.tideway.local.cloud;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/** The functions of the small test stack: the event says what to do. */
public final class EchoFunction implements RequestStreamHandler {
  private static final ObjectMapper JSON = new ObjectMapper();

  private int calls;

  /** Thrown if the event asks for it. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
    JsonNode event = JSON.readTree(input);
    calls++;
    ObjectNode answer = JSON.createObjectNode();
    answer.put("function", context.getFunctionName());
    switch (event.path("action").asText()) {
      case "echo" -> answer.set("said", event.get("value"));
      case "log" -> context.getLogger().log("said " + event.get("value").asText() + "\n");
      case "fail" -> throw new Refused("asked to fail");
      case "exit" -> Runtime.getRuntime().halt(7);
      case "sleep" -> sleep(event.get("millis").asLong());
      case "greeting" -> answer.put("said", System.getenv("GREETING"));
      case "environment" -> answer.set("said", JSON.valueToTree(System.getenv()));
      case "remaining" -> answer.put("said", context.getRemainingTimeInMillis());
      case "calls" -> answer.put("said", calls);
      case "third" -> answer.put("said", third(event.get("key").asText()));
      case "token" -> put(event.get("key").asText(), event.get("token").asText());
      case "put" -> put(event.get("key").asText(), "put");
      case "object" -> object(event.get("key").asText());
      case "get" -> answer.put("said", get(event.get("key").asText()));
      case "publish" -> publish();
      case "loop" -> loop(event.deepCopy());
      default -> put(System.getenv().getOrDefault("HEARD", "heard"), event.toString());
    }
    JSON.writeValue(output, answer);
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void put(String key, String value) {
    try (DynamoDbClient dynamo = DynamoDbClient.create()) {
      dynamo.putItem(request -> request.tableName(System.getenv("TABLE"))
          .item(Map.of("pk", AttributeValue.fromS(key), "value", AttributeValue.fromS(value))));
    }
  }

  private static String get(String key) {
    try (DynamoDbClient dynamo = DynamoDbClient.create()) {
      Map<String, AttributeValue> item = dynamo.getItem(request -> request.tableName(System.getenv("TABLE"))
          .key(Map.of("pk", AttributeValue.fromS(key)))).item();
      return item.isEmpty() ? "0" : item.get("value").s();
    }
  }

  private static int third(String key) {
    int attempt = Integer.parseInt(get(key)) + 1;
    put(key, String.valueOf(attempt));
    if (attempt < 3) {
      throw new Refused("attempt " + attempt);
    }
    return attempt;
  }

  private static void object(String key) {
    try (S3Client s3 = S3Client.create()) {
      s3.putObject(request -> request.bucket(System.getenv("BUCKET")).key(key), RequestBody.fromString("written inside"));
    }
  }

  /** Records the round and invokes itself for the next one. */
  private static void loop(ObjectNode event) {
    int round = event.get("round").asInt();
    put(event.get("key").asText(), String.valueOf(round));
    if (round < event.get("rounds").asInt()) {
      event.put("round", round + 1);
      try (LambdaClient lambda = LambdaClient.create()) {
        lambda.invoke(request -> request.functionName(System.getenv("AWS_LAMBDA_FUNCTION_NAME"))
            .invocationType(InvocationType.EVENT).payload(SdkBytes.fromUtf8String(event.toString())));
      }
    }
  }

  private static void publish() {
    try (SnsClient sns = SnsClient.create()) {
      sns.publish(request -> request.topicArn(System.getenv("TOPIC")).subject("Subject").message("Message").messageAttributes(
          Map.of("severity", software.amazon.awssdk.services.sns.model.MessageAttributeValue.builder()
              .dataType("String").stringValue("info").build())));
    }
  }
}
