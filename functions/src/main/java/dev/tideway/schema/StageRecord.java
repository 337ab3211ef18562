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
 * Which objects of a stage exist, and since when they are known to: {@code done-<stage>.json} of the execution. For people, and for
 * views, which the target cannot tell from older ones of the same name; for all else the target itself tells what is left.
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

  /** Writes what is new; called when a slice ends, since a statement costs less than a write. */
  public void save() {
    if (changed) {
      files.write(file, times);
      changed = false;
    }
  }
}
