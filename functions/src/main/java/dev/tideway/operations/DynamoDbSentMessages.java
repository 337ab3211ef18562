package dev.tideway.operations;

import dev.tideway.aws.Stored;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Messages as items {@code kind=SENT, id=<hash>} of the application's table. The table's time to live removes them. An unconfirmed claim expires: its function ended before it sent
 * the message, and Lambda delivers that event again.
 */
public final class DynamoDbSentMessages implements SentMessages {
  private static final Duration KEPT = Duration.ofDays(30);
  private static final Duration CLAIM = Duration.ofSeconds(30);

  private final DynamoDbClient client;
  private final String table;
  private final Clock clock;

  public DynamoDbSentMessages(DynamoDbClient client, String table, Clock clock) {
    this.client = client;
    this.table = table;
    this.clock = clock;
  }

  @Override
  public boolean claim(String id) {
    Instant now = clock.instant();
    try {
      client.putItem(
          r ->
              r.tableName(table)
                  .item(item(id, now, now.plus(CLAIM)))
                  .conditionExpression("attribute_not_exists(id) OR claimed < :now")
                  .expressionAttributeValues(Map.of(":now", number(now.getEpochSecond()))));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  @Override
  public void done(String id) {
    Instant now = clock.instant();
    client.putItem(r -> r.tableName(table).item(item(id, now, now.plus(KEPT).plus(KEPT))));
  }

  private static Map<String, AttributeValue> item(String id, Instant now, Instant claimedUntil) {
    Map<String, AttributeValue> item = new HashMap<>(Stored.format());
    item.put("kind", AttributeValue.fromS("SENT"));
    item.put("id", AttributeValue.fromS(id));
    item.put("claimed", number(claimedUntil.getEpochSecond()));
    item.put("expires", number(now.plus(KEPT).getEpochSecond()));
    return item;
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }
}
