package dev.tideway.aws;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Objects by key: the bucket of the application, or a map in a test. An object may be too large to be one text in a function's memory (the plan of ten thousand tables has 100 MB),
 * so it is read and written as a stream.
 */
public interface ObjectStore {
  /** The content of an object to write. */
  @FunctionalInterface
  interface Content {
    /** Writes the whole content. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * The result of reading the object's bytes, or empty if there is no object.
   *
   * @param reading may be called again with a new stream after a lost connection; it reports a lost connection as UncheckedIOException
   */
  <T> Optional<T> get(String key, Function<InputStream, T> reading);

  /** Writes or replaces the object. */
  void put(String key, Content content, String contentType);

  /** Keys that start with the prefix, sorted. */
  List<String> list(String prefix);

  /** The object's text, or empty if there is none. */
  default Optional<String> get(String key) {
    return get(
        key,
        in -> {
          try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Writes or replaces a text object. */
  default void put(String key, String text, String contentType) {
    put(key, out -> out.write(text.getBytes(StandardCharsets.UTF_8)), contentType);
  }

  /** Writes or replaces an object as indented JSON. */
  default void putJson(String key, Object value) {
    put(key, out -> Json.pretty(value, out), "application/json");
  }

  /** The object read as JSON, or empty if there is none. Any release may have written it. */
  default <T> Optional<T> find(String key, Class<T> type) {
    return get(key, in -> Stored.read(key, in, type));
  }

  /** Like {@link #find(String, Class)}, for lists and maps. */
  default <T> Optional<T> find(String key, TypeReference<T> type) {
    return get(key, in -> Stored.read(key, in, type));
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
    return find(key, type).orElseThrow(() -> new IllegalStateException("no object " + key + " in the bucket"));
  }
}
