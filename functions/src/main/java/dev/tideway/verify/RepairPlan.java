package dev.tideway.verify;

import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import dev.tideway.run.Migration;
import java.util.List;

/**
 * What would be done about the mismatches of a round, if a person approves. Written to {@code repair-<round>.json}; nothing is done by
 * writing it.
 *
 * @param round the round
 * @param way how
 * @param tables tables with mismatches that the request does not accept
 * @param rows mismatches of these tables
 * @param statements statements that the files hold
 * @param files S3 keys of the files with these statements
 */
public record RepairPlan(String round, Migration.Repair way, List<TableId> tables, long rows, long statements, List<String> files) {
  public static Artifact<RepairPlan> file(String round) {
    return Artifact.of("repair-" + round + ".json", RepairPlan.class);
  }
}
