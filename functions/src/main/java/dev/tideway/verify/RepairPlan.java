package dev.tideway.verify;

import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import dev.tideway.run.Migration;
import java.util.List;

/**
 * The repair of a round's mismatches that needs a person's approval. Written to {@code repair-<round>.json}; writing it repairs nothing.
 *
 * @param round the round
 * @param way the way of the repair
 * @param tables tables with mismatches that the request does not accept
 * @param rows mismatches of these tables
 * @param statements number of statements in the files
 * @param files S3 keys of the files with these statements
 */
public record RepairPlan(String round, Migration.Repair way, List<TableId> tables, long rows, long statements, List<String> files) {
  public static Artifact<RepairPlan> file(String round) {
    return Artifact.of("repair-" + round + ".json", RepairPlan.class);
  }
}
