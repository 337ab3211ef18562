package dev.tideway.run;

import dev.tideway.aws.ObjectStore;
import java.util.List;
import java.util.Optional;

/**
 * The files of one execution, in the application's bucket.
 *
 * @param objects the bucket
 * @param run the execution that owns the files
 */
public record Workspace(ObjectStore objects, Run run) {
  /** The validated request. */
  public Migration migration() {
    return read(Migration.FILE);
  }

  /**
   * A file's content.
   *
   * @throws IllegalStateException if there is none, which means that an earlier phase did not run
   */
  public <T> T read(Artifact<T> file) {
    return objects.read(key(file), file.type());
  }

  /** A file's content, or empty if the file has not been written yet. */
  public <T> Optional<T> find(Artifact<T> file) {
    return objects.find(key(file), file.type());
  }

  /** Names of the files that start with this text, sorted. */
  public List<String> names(String beginning) {
    return objects.list(run.key(beginning)).stream().map(key -> key.substring(run.prefix().length() + 1)).toList();
  }

  /** Whether the file exists. */
  public boolean has(Artifact<?> file) {
    return objects.get(key(file)).isPresent();
  }

  /** Writes or replaces a file. */
  public <T> void write(Artifact<T> file, T content) {
    objects.putJson(key(file), content);
  }

  /** Writes or replaces a document. */
  public void write(Document file, String text) {
    objects.put(key(file), text, file.contentType());
  }

  /** The key of a file in the bucket, for the state machine and for links. */
  public String key(Artifact<?> file) {
    return run.key(file.name());
  }

  /** The key of a document in the bucket. */
  public String key(Document file) {
    return run.key(file.name());
  }
}
