package dev.tideway.schema;

import dev.tideway.run.Artifact;
import dev.tideway.run.Workspace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The failed index statements of one attempt. A later call reads the reasons here and does not try again. */
public final class IndexFailures {
  private final Workspace files;
  private final IndexAttempt attempt;
  private final Map<String, FailedIndex> known = new HashMap<>();

  public IndexFailures(Workspace files, IndexAttempt attempt) {
    this.files = files;
    this.attempt = attempt;
    files.names(folder()).forEach(name -> known.put(name, files.read(file(name))));
  }

  private String folder() {
    return "index-failures/" + attempt + "/";
  }

  private String name(IndexGroup group) {
    return folder() + IndexGroup.hash(group.table()) + "-" + group.hash() + ".json";
  }

  private static Artifact<FailedIndex> file(String name) {
    return Artifact.of(name, FailedIndex.class);
  }

  void keep(IndexGroup group, FailedIndex failed) {
    if (known.putIfAbsent(name(group), failed) == null) {
      files.write(file(name(group)), failed);
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
    return known.isEmpty() ? Optional.empty() : Optional.ofNullable(known.get(name(group)));
  }
}
