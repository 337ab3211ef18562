package dev.tideway.dms;

import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import java.util.List;

/**
 * Tables that are loaded again although their load was complete, because somebody has decided so.
 *
 * @param tables which
 */
public record ReloadList(List<TableId> tables) {
  /** Where it is kept for a round of verification. */
  public static Artifact<ReloadList> file(String round) {
    return Artifact.of("reload-" + round + ".json", ReloadList.class);
  }
}
