package dev.tideway.dms;

import dev.tideway.model.TableId;
import java.util.List;

/**
 * Tables that are loaded again although their load was complete, because somebody has decided so.
 *
 * @param tables which
 */
public record ReloadList(List<TableId> tables) {
  /** The file of a round of verification under the run's prefix. */
  public static String file(String round) {
    return "reload-" + round + ".json";
  }
}
