package dev.tideway.waiting;

import dev.tideway.json.Json;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Waits as items {@code kind=WAIT, id=<execution>#<state>} of the application's table, so that one Query finds them all. */
final class DynamoDbWaits implements WaitStore {
  private static final Logger LOG = LoggerFactory.getLogger(DynamoDbWaits.class);
  private static final String KIND = "WAIT";

  private final DynamoDbClient client;
  private final String table;

  DynamoDbWaits(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  @Override
  public void put(Wait wait) {
    client.putItem(r -> r.tableName(table).item(item(wait, wait.version())));
  }

  @Override
  public Optional<Wait> find(String id) {
    Map<String, AttributeValue> item = client.getItem(r -> r.tableName(table).key(key(id)).consistentRead(true)).item();
    return item == null || item.isEmpty() ? Optional.empty() : Optional.of(wait(item));
  }

  @Override
  public List<Wait> all() {
    return client
        .queryPaginator(
            r ->
                r.tableName(table)
                    .keyConditionExpression("kind = :kind")
                    .expressionAttributeValues(Map.of(":kind", text(KIND)))
                    .consistentRead(true))
        .items()
        .stream()
        .flatMap(item -> readable(item).stream())
        .toList();
  }

  @Override
  public boolean update(Wait wait) {
    try {
      client.putItem(
          r ->
              r.tableName(table)
                  .item(item(wait, wait.version() + 1))
                  .conditionExpression("version = :version AND #token = :token")
                  .expressionAttributeNames(Map.of("#token", "token"))
                  .expressionAttributeValues(Map.of(":version", number(wait.version()), ":token", text(wait.token()))));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  @Override
  public void delete(Wait wait) {
    try {
      client.deleteItem(
          r ->
              r.tableName(table)
                  .key(key(wait.id()))
                  .conditionExpression("attribute_not_exists(id) OR #token = :token")
                  .expressionAttributeNames(Map.of("#token", "token"))
                  .expressionAttributeValues(Map.of(":token", text(wait.token()))));
    } catch (ConditionalCheckFailedException e) {
      // registered again meanwhile: that wait is not ours to remove
      return;
    }
  }

  private static Map<String, AttributeValue> item(Wait wait, long version) {
    return Map.of(
        "kind", text(KIND),
        "id", text(wait.id()),
        "token", text(wait.token()),
        "version", number(version),
        "wait", text(Json.write(wait)));
  }

  /** A row of another version of Tideway must not keep the others waiting; its state registers again after a missed heartbeat. */
  private static Optional<Wait> readable(Map<String, AttributeValue> item) {
    try {
      return Optional.of(wait(item));
    } catch (UncheckedIOException e) {
      LOG.error("the wait {} cannot be read: {}", item.get("id").s(), e.getMessage());
      return Optional.empty();
    }
  }

  private static Wait wait(Map<String, AttributeValue> item) {
    return Json.read(item.get("wait").s(), Wait.class).withVersion(Long.parseLong(item.get("version").n()));
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("kind", text(KIND), "id", text(id));
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }
}
