package dev.tideway.dms;

import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import java.util.List;

/**
 * Tables that are loaded again although their load was complete, because a person has decided it.
 *
 * @param tables the tables
 */
public record ReloadList(List<TableId> tables) {
  /** The file that holds it for a round of verification. */
  public static Artifact<ReloadList> file(String round) {
    return Artifact.of("reload-" + round + ".json", ReloadList.class);
  }
}
