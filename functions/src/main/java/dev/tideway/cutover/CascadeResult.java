package dev.tideway.cutover;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Changes that foreign keys made inside the source and that Tideway repeated on the target. Written to {@code cascades.json}.
 *
 * @param foreignKeys changes of each foreign key, by child table
 * @param nothingToRepair why no child table was checked; empty if the child tables were checked
 * @param finishedAt when the last orphan was checked
 */
public record CascadeResult(List<Repaired> foreignKeys, Optional<String> nothingToRepair, Instant finishedAt) {
  /** The file that contains it. */
  public static final Artifact<CascadeResult> FILE = Artifact.of("cascades.json", CascadeResult.class);

  /**
   * Rows changed on the target because of one foreign key.
   *
   * @param table the child table
   * @param name name of the constraint
   * @param deleted rows that the source no longer has
   * @param nulled rows whose reference is NULL on the source
   * @param updated rows whose reference has a different value on the source
   * @param inserted rows whose key changed with the parent's key and that the target lacked under the new key
   * @param kept orphans that the source also has, or (in a table without a key) may have, or that need a unique value which a different row of the target holds
   */
  public record Repaired(TableId table, String name, long deleted, long nulled, long updated, long inserted, long kept) {
    static Repaired none(TableId table, String name) {
      return new Repaired(table, name, 0, 0, 0, 0, 0);
    }

    Repaired plus(Repaired more) {
      return new Repaired(
          table,
          name,
          deleted + more.deleted,
          nulled + more.nulled,
          updated + more.updated,
          inserted + more.inserted,
          kept + more.kept);
    }

    /** The counts for the next pass, without {@code kept}, since that pass finds the same orphans again. */
    Repaired again() {
      return new Repaired(table, name, deleted, nulled, updated, inserted, 0);
    }

    boolean changedSomething() {
      return deleted + nulled + updated + inserted > 0;
    }
  }

  /** The result for a source whose cascades are in the binlog like all other changes. */
  public static CascadeResult replicated(Instant now) {
    return new CascadeResult(List.of(), Optional.of("the source writes the changes of its foreign keys to its binlog, so AWS DMS replicated them"), now);
  }

  /** Rows deleted by all foreign keys together. */
  @JsonIgnore
  public long deleted() {
    return foreignKeys.stream().mapToLong(Repaired::deleted).sum();
  }

  /** References set to NULL, all foreign keys together. */
  @JsonIgnore
  public long nulled() {
    return foreignKeys.stream().mapToLong(Repaired::nulled).sum();
  }
}
