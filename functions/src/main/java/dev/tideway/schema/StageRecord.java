package dev.tideway.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.run.Artifact;
import dev.tideway.run.Platform;
import dev.tideway.run.Workspace;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The objects of a stage that exist, and when each was recorded: {@code done-<stage>.json} of the execution. People read it, and the creation of views uses
 * it, because the target cannot distinguish new views from older ones of the same name. For all other objects the target itself shows what is missing.
 */
public final class StageRecord {
  private static final TypeReference<Map<String, Instant>> TIMES = new TypeReference<>() {};

  private final Workspace files;
  private final Artifact<Map<String, Instant>> file;
  private final Map<String, Instant> times;
  private boolean changed;

  public StageRecord(Workspace files, Stage stage) {
    this.files = files;
    this.file = new Artifact<>("done-" + stage + ".json", TIMES);
    this.times = new TreeMap<>(files.find(file).orElse(Map.of()));
  }

  public boolean contains(String object) {
    return times.containsKey(object);
  }

  public void done(String object) {
    done(List.of(object));
  }

  public void done(Collection<String> found) {
    Instant now = Platform.clock().instant();
    for (String object : found) {
      changed |= times.putIfAbsent(object, now) == null;
    }
  }

  /** Writes new records. Called when a slice ends, because writing costs more than a statement. */
  public void save() {
    if (changed) {
      files.write(file, times);
      changed = false;
    }
  }
}
