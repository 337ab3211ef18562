package dev.tideway.aws;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The bucket as a map. */
public final class MemoryObjects implements ObjectStore {
  private final NavigableMap<String, String> texts = new ConcurrentSkipListMap<>();

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
    return texts.navigableKeySet().stream().filter(k -> k.startsWith(prefix)).toList();
  }
}
