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
 * Objects under keys: the bucket of the application, or a map in a test. An object may be larger than a function's memory bears as
 * one text (the plan of ten thousand tables has 100 MB), so it is read and written as a stream.
 */
public interface ObjectStore {
  /** What an object will hold. */
  @FunctionalInterface
  interface Content {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * What the reading makes of the object's bytes, or empty if there is none.
   *
   * @param reading may be asked again with a fresh stream after a lost connection, which it reports as UncheckedIOException
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

  /** Writes or replaces an object of text. */
  default void put(String key, String text, String contentType) {
    put(key, out -> out.write(text.getBytes(StandardCharsets.UTF_8)), contentType);
  }

  /** Writes or replaces an object as indented JSON. */
  default void putJson(String key, Object value) {
    put(key, out -> Json.pretty(value, out), "application/json");
  }

  /** The object read as JSON, whichever release wrote it, or empty if there is none. */
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
