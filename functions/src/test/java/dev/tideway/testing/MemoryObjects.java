package dev.tideway.testing;

import dev.tideway.aws.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/** The bucket as a map. */
public final class MemoryObjects implements ObjectStore {
  private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

  @Override
  public <T> Optional<T> get(String key, Function<InputStream, T> reading) {
    return Optional.ofNullable(objects.get(key)).map(bytes -> reading.apply(new ByteArrayInputStream(bytes)));
  }

  @Override
  public void put(String key, Content content, String contentType) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      content.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    objects.put(key, bytes.toByteArray());
  }

  @Override
  public List<String> list(String prefix) {
    return objects.navigableKeySet().stream().filter(k -> k.startsWith(prefix)).toList();
  }
}
