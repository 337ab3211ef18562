package dev.tideway.local.commands;

import dev.tideway.run.Locks;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * What the locks in the stack's table say. No more is read of a lock than what every release writes: one that this release cannot
 * read has made resources, too.
 *
 * @param names every migration that the stack has had
 * @param finished those whose application runs on the target
 * @param made what they have noted as made, as {@code kind|id}
 */
record Migrations(Set<String> names, Set<String> finished, Set<String> made) {
  /** None: where there is no table, or none any more. */
  static final Migrations NONE = new Migrations(Set.of(), Set.of(), Set.of());

  /** Reads the table as it is now. */
  static Migrations of(DynamoDbClient dynamoDb, String table) {
    Migrations migrations = new Migrations(new HashSet<>(), new HashSet<>(), new HashSet<>());
    try {
      dynamoDb.queryPaginator(r -> r.tableName(table).consistentRead(true).keyConditionExpression("kind = :lock")
          .expressionAttributeValues(Map.of(":lock", AttributeValue.fromS("LOCK")))).items().forEach(lock -> {
            String name = lock.get("id").s();
            migrations.names.add(name);
            if (lock.containsKey("status") && Locks.Status.finished.name().equals(lock.get("status").s())) {
              migrations.finished.add(name);
            }
            if (lock.containsKey("resources")) {
              migrations.made.addAll(lock.get("resources").ss());
            }
          });
      return migrations;
    } catch (ResourceNotFoundException e) {
      return NONE;
    }
  }
}
