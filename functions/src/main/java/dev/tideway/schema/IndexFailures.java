package dev.tideway.schema;

import dev.tideway.aws.ObjectStore;
import dev.tideway.run.Run;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The failed index statements of one attempt, so that whoever comes later knows why and does not try again. */
public final class IndexFailures {
  private final ObjectStore objects;
  private final String prefix;
  private final Map<String, FailedIndex> known = new HashMap<>();

  public IndexFailures(ObjectStore objects, Run run, IndexAttempt attempt) {
    this.objects = objects;
    this.prefix = run.key("index-failures/" + attempt + "/");
    objects.list(prefix).forEach(key -> known.put(key, objects.read(key, FailedIndex.class)));
  }

  private String key(IndexGroup group) {
    return prefix + IndexGroup.hash(group.table()) + "-" + group.hash() + ".json";
  }

  void keep(IndexGroup group, FailedIndex failed) {
    if (known.putIfAbsent(key(group), failed) == null) {
      objects.putJson(key(group), failed);
    }
  }

  /** The failed statements. */
  public List<FailedIndex> all() {
    return List.copyOf(known.values());
  }

  /** The failed indexes, {@code schema.table.index}. */
  public Set<String> objects() {
    return known.values().stream().flatMap(f -> f.indexes().stream().map(i -> f.table() + "." + i)).collect(Collectors.toSet());
  }

  Optional<FailedIndex> find(IndexGroup group) {
    return known.isEmpty() ? Optional.empty() : Optional.ofNullable(known.get(key(group)));
  }
}
