package dev.tideway.cutover;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What foreign keys did inside the source and Tideway did again on the target. Written to {@code cascades.json}.
 *
 * @param foreignKeys by child table
 * @param nothingToRepair why nothing was looked for; empty if the children were looked at
 * @param finishedAt when the last orphan was looked at
 */
public record CascadeResult(List<Repaired> foreignKeys, Optional<String> nothingToRepair, Instant finishedAt) {
  /** Where it is kept. */
  public static final Artifact<CascadeResult> FILE = Artifact.of("cascades.json", CascadeResult.class);

  /**
   * Rows changed on the target because of one foreign key.
   *
   * @param table the child
   * @param name the constraint
   * @param deleted rows that the source no longer has
   * @param nulled rows whose reference is NULL on the source
   * @param updated rows whose reference has another value on the source
   * @param inserted rows whose key moved with the parent's and that the target lacked under the new key
   * @param kept orphans that the source has as well, or (in a table without a key) may have
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

    /** For another pass, which finds the same orphans to keep again. */
    Repaired again() {
      return new Repaired(table, name, deleted, nulled, updated, inserted, 0);
    }

    boolean changedSomething() {
      return deleted + nulled + updated + inserted > 0;
    }
  }

  /** That of a source whose cascades have come through the binlog like all other changes. */
  public static CascadeResult replicated(Instant now) {
    return new CascadeResult(List.of(), Optional.of("the source writes the changes of its foreign keys to its binlog, so AWS DMS replicated them"), now);
  }

  /** Rows deleted, all foreign keys together. */
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
