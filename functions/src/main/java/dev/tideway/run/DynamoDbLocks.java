package dev.tideway.run;

import dev.tideway.aws.Stored;
import dev.tideway.error.LockLost;
import dev.tideway.error.MigrationFailed;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Locks as items {@code kind=LOCK, id=<migration>} of the application's table. */
final class DynamoDbLocks implements Locks {
  private static final Logger LOG = LoggerFactory.getLogger(DynamoDbLocks.class);

  private final DynamoDbClient client;
  private final String table;

  DynamoDbLocks(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  @Override
  public Answer acquire(String name, String execution, String subject, String prefix) {
    Optional<Lock> found = find(name);
    if (found.isEmpty()) {
      return put(name, execution, subject, prefix, 1, found);
    }
    Lock lock = found.get();
    if (lock.execution().equals(execution)) {
      return new Answer.Acquired(lock.fence(), found);
    }
    if (!lock.subject().equals(subject) && lock.status() != Status.planned) {
      return new Answer.OtherSubject(lock);
    }
    return switch (lock.status()) {
      case running -> new Answer.Running(lock);
      case finished -> new Answer.Finished(lock);
      case failed, planned -> put(name, execution, subject, prefix, lock.fence() + 1, found);
    };
  }

  private Answer put(String name, String execution, String subject, String prefix, long fence, Optional<Lock> before) {
    Map<String, AttributeValue> item = new HashMap<>(key(name));
    item.putAll(Stored.format());
    item.put("execution", text(execution));
    item.put("subject", text(subject));
    item.put("prefix", text(prefix));
    item.put("fence", number(fence));
    item.put("status", text(Status.running.name()));
    item.put("phase", text(before.map(Lock::phase).orElse("Plan")));
    before.map(Lock::resources).filter(r -> !r.isEmpty()).ifPresent(r -> item.put("resources", AttributeValue.fromSs(List.copyOf(r))));
    try {
      if (before.isEmpty()) {
        client.putItem(r -> r.tableName(table).item(item).conditionExpression("attribute_not_exists(id)"));
      } else {
        client.putItem(
            r ->
                r.tableName(table)
                    .item(item)
                    .conditionExpression("fence = :fence")
                    .expressionAttributeValues(Map.of(":fence", number(before.get().fence()))));
      }
      return new Answer.Acquired(fence, before);
    } catch (ConditionalCheckFailedException e) {
      // another execution has taken the lock meanwhile: read again which one
      return new Answer.Running(find(name).orElseThrow(() -> e));
    }
  }

  @Override
  public Optional<Lock> find(String name) {
    Map<String, AttributeValue> item = client.getItem(r -> r.tableName(table).key(key(name)).consistentRead(true)).item();
    return item == null || item.isEmpty() ? Optional.empty() : Optional.of(lock(item));
  }

  @Override
  public List<Lock> all() {
    return client
        .queryPaginator(
            r -> r.tableName(table).keyConditionExpression("kind = :kind").expressionAttributeValues(Map.of(":kind", text("LOCK"))))
        .items()
        .stream()
        .flatMap(item -> readable(item).stream())
        .toList();
  }

  @Override
  public void check(String name, String execution, long fence) {
    Lock lock = find(name).orElseThrow(() -> new LockLost("the lock of migration " + name + " is gone"));
    if (lock.fence() != fence || !lock.execution().equals(execution)) {
      throw new LockLost("migration " + name + " now belongs to " + lock.execution() + ", not to " + execution);
    }
  }

  @Override
  public void phase(String name, long fence, String phase) {
    update(name, fence, "SET phase = :value", text(phase));
  }

  @Override
  public void began(String name, long fence, PhaseStart start) {
    update(name, fence, "ADD phases :value", AttributeValue.fromSs(List.of(start.began() + " " + start.phase())));
  }

  @Override
  public void created(String name, long fence, String resource) {
    update(name, fence, "ADD resources :value", AttributeValue.fromSs(List.of(resource)));
  }

  @Override
  public void removed(String name, long fence, String resource) {
    update(name, fence, "DELETE resources :value", AttributeValue.fromSs(List.of(resource)));
  }

  @Override
  public void release(String name, long fence, Status status) {
    try {
      client.updateItem(
          r ->
              r.tableName(table)
                  .key(key(name))
                  .updateExpression("SET #status = :value")
                  .conditionExpression("fence = :fence")
                  .expressionAttributeNames(Map.of("#status", "status"))
                  .expressionAttributeValues(Map.of(":value", text(status.name()), ":fence", number(fence))));
    } catch (ConditionalCheckFailedException e) {
      throw new LockLost("migration " + name + " has a different holder now");
    }
  }

  private void update(String name, long fence, String expression, AttributeValue value) {
    try {
      client.updateItem(
          r ->
              r.tableName(table)
                  .key(key(name))
                  .updateExpression(expression)
                  .conditionExpression("fence = :fence")
                  .expressionAttributeValues(Map.of(":value", value, ":fence", number(fence))));
    } catch (ConditionalCheckFailedException e) {
      throw new LockLost("migration " + name + " has a different holder now");
    }
  }

  /** A lock that a later release wrote, and that this release cannot read, must not hide the other locks. */
  private static Optional<Lock> readable(Map<String, AttributeValue> item) {
    try {
      return Optional.of(lock(item));
    } catch (MigrationFailed e) {
      LOG.error(e.getMessage());
      return Optional.empty();
    }
  }

  private static Lock lock(Map<String, AttributeValue> item) {
    return new Lock(
        Stored.attribute(item, "id").s(),
        Stored.attribute(item, "execution").s(),
        Long.parseLong(Stored.attribute(item, "fence").n()),
        Stored.attribute(item, "subject").s(),
        Stored.attribute(item, "prefix").s(),
        Stored.constant(item, "status", Status.class),
        Stored.attribute(item, "phase").s(),
        item.containsKey("resources") ? Set.copyOf(item.get("resources").ss()) : Set.of(),
        item.containsKey("phases") ? item.get("phases").ss().stream().map(DynamoDbLocks::start).sorted(Comparator.comparing(PhaseStart::began)).toList() : List.of());
  }

  private static PhaseStart start(String text) {
    String[] parts = text.split(" ", 2);
    return new PhaseStart(parts[1], Instant.parse(parts[0]));
  }

  private static Map<String, AttributeValue> key(String name) {
    return Map.of("kind", text("LOCK"), "id", text(name));
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }
}
