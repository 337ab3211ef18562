package dev.tideway.aws;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.json.Json;
import java.util.List;
import java.util.Optional;

/** Text objects under keys: the bucket of the application, or a map in a test. */
public interface ObjectStore {
  /** The object's text, or empty if there is none. */
  Optional<String> get(String key);

  /** Writes or replaces the object. */
  void put(String key, String text, String contentType);

  /** Keys that start with the prefix, sorted. */
  List<String> list(String prefix);

  /** Writes or replaces an object as indented JSON. */
  default void putJson(String key, Object value) {
    put(key, Json.pretty(value), "application/json");
  }

  /** The object read as JSON, or empty if there is none. */
  default <T> Optional<T> find(String key, Class<T> type) {
    return get(key).map(text -> Json.read(text, type));
  }

  /**
   * The object read as JSON.
   *
   * @throws IllegalStateException if there is none, which means that an earlier phase did not run
   */
  default <T> T read(String key, Class<T> type) {
    return find(key, type).orElseThrow(() -> new IllegalStateException("no object " + key + " in the bucket"));
  }

  /** Like {@link #read(String, Class)}, for lists and maps. */
  default <T> T read(String key, TypeReference<T> type) {
    return get(key)
        .map(text -> Json.read(text, type))
        .orElseThrow(() -> new IllegalStateException("no object " + key + " in the bucket"));
  }
}
