package dev.tideway.testing;

import dev.tideway.aws.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A bucket in memory. */
public final class MemoryObjects implements ObjectStore {
  private final SortedMap<String, String> texts = new ConcurrentSkipListMap<>();

  @Override
  public Optional<String> get(String key) {
    return Optional.ofNullable(texts.get(key));
  }

  @Override
  public void put(String key, String text, String contentType) {
    texts.put(key, text);
  }

  @Override
  public List<String> list(String prefix) {
    return texts.keySet().stream().filter(k -> k.startsWith(prefix)).toList();
  }
}
