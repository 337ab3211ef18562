package dev.tideway.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.paginators.QueryIterable;

/** A table that stores every put, whatever its condition; the end-to-end tests have one that evaluates conditions. */
public final class MemoryTable implements DynamoDbClient {
  private final List<Map<String, AttributeValue>> items = new ArrayList<>();

  /** An item of {@code stored/<format>}. */
  public static Map<String, AttributeValue> golden(int format, String writer) {
    try {
      return item(Json.read(Files.readString(Path.of("src/test/resources/stored/" + format + "/item." + writer + ".json")), JsonNode.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, AttributeValue> item(JsonNode json) {
    Map<String, AttributeValue> item = new HashMap<>();
    json.properties()
        .forEach(
            a -> {
              JsonNode value = a.getValue();
              List<String> texts = new ArrayList<>();
              value.path("SS").forEach(t -> texts.add(t.asText()));
              item.put(
                  a.getKey(),
                  value.has("S")
                      ? AttributeValue.fromS(value.get("S").asText())
                      : value.has("N") ? AttributeValue.fromN(value.get("N").asText()) : AttributeValue.fromSs(texts));
            });
    return item;
  }

  /** The only item. */
  public Map<String, AttributeValue> only() {
    if (items.size() != 1) {
      throw new AssertionError(items.size() + " items");
    }
    return items.getFirst();
  }

  /** Puts an item as a different release has written it. */
  public void hold(Map<String, AttributeValue> item) {
    items.removeIf(i -> i.get("id").equals(item.get("id")));
    items.add(item);
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    hold(request.item());
    return PutItemResponse.builder().build();
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return items.stream()
        .filter(i -> i.get("id").equals(request.key().get("id")))
        .findFirst()
        .map(i -> GetItemResponse.builder().item(i).build())
        .orElseGet(() -> GetItemResponse.builder().build());
  }

  @Override
  public QueryIterable queryPaginator(QueryRequest request) {
    return new QueryIterable(this, request);
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return QueryResponse.builder().items(items).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
