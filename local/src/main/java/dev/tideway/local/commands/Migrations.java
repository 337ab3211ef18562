package dev.tideway.local.commands;

import dev.tideway.run.Locks;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * The locks in the stack's table. It reads only the fields of a lock that every release writes, because a lock that this release cannot
 * read has also created resources.
 *
 * @param names every migration of the stack so far
 * @param finished the migrations whose application runs on the target
 * @param made the resources that they have recorded as created, as {@code kind|id}
 */
record Migrations(Set<String> names, Set<String> finished, Set<String> made) {
  /** No migrations: the table never existed or is deleted. */
  static final Migrations NONE = new Migrations(Set.of(), Set.of(), Set.of());

  /** Reads the current table. */
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
