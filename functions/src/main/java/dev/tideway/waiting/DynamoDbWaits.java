package dev.tideway.waiting;

import dev.tideway.aws.Stored;
import dev.tideway.error.MigrationFailed;
import dev.tideway.json.Json;
import java.util.HashMap;
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
    return item == null || item.isEmpty() ? Optional.empty() : readable(item);
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
      // the state has registered again meanwhile: the new wait must not be removed
      return;
    }
  }

  private static Map<String, AttributeValue> item(Wait wait, long version) {
    Map<String, AttributeValue> item = new HashMap<>(Stored.format());
    item.put("kind", text(KIND));
    item.put("id", text(wait.id()));
    item.put("token", text(wait.token()));
    item.put("version", number(version));
    item.put("wait", text(Json.write(wait)));
    return item;
  }

  /** An item that a different version of Tideway wrote, and that cannot be read, must not block the other waits. Its state registers again after a missed heartbeat. */
  private static Optional<Wait> readable(Map<String, AttributeValue> item) {
    try {
      return Optional.of(wait(item));
    } catch (MigrationFailed e) {
      LOG.error(e.getMessage());
      return Optional.empty();
    }
  }

  private static Wait wait(Map<String, AttributeValue> item) {
    Wait wait = Stored.read("the wait " + item.get("id").s(), Stored.attribute(item, "wait").s(), Wait.class);
    return wait.withVersion(Long.parseLong(Stored.attribute(item, "version").n()));
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
