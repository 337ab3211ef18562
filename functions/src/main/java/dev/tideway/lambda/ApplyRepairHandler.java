package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Databases;
import dev.tideway.model.Inventory;
import dev.tideway.model.Side;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.verify.DatabasePair;
import dev.tideway.verify.RepairPlan;
import dev.tideway.verify.RepairRun;
import dev.tideway.verify.SourceThrottler;
import java.sql.Connection;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the rows that differ to the target. The state machine calls it only after a person has approved the repair, or after the freeze for rows that differ because of a foreign
 * key's cascade.
 */
public final class ApplyRepairHandler extends FilesHandler<ApplyRepairHandler.Input, ApplyRepairHandler.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(ApplyRepairHandler.class);

  private final Databases databases;

  /** Creates the handler from its function's environment variables. */
  public ApplyRepairHandler() {
    this(Platform.objects(), Platform.locks(), new Databases(Platform.secrets()));
  }

  public ApplyRepairHandler(ObjectStore objects, Locks locks, Databases databases) {
    super(Input.class, objects, locks);
    this.databases = databases;
  }

  /** The round whose mismatches are repaired. */
  public record Input(Run run, String round) implements OfRun {}

  /** Rows and statements; the statements themselves are in S3 beside the round's results. */
  public record Output(long rows, long statements) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Migration migration = files.migration();
    Inventory inventory = files.read(Inventory.FILE);
    RepairPlan plan = files.read(RepairPlan.file(input.round()));
    Migration.SourceLimits limits = migration.verification().sourceLimits().orElse(Migration.SourceLimits.DEFAULT);
    SourceThrottler throttler = new SourceThrottler(SourceThrottler.Limits.of(limits, 1), deadline);
    RepairRun.Cursor done = DatabaseErrors.during("repairing rows of the target", () -> {
      try (DatabasePair sides = new DatabasePair(side -> databases.read(side == Side.source ? migration.source() : migration.target()), deadline, throttler);
          Connection target = databases.write(migration.target())) {
        try (Statement statement = target.createStatement()) {
          // rows are repaired table by table; a row's parent may be repaired later
          statement.execute("SET foreign_key_checks = 0");
        }
        return new RepairRun(files, plan, inventory, sides, target, deadline).run();
      }
    });
    LOG.info("round {}: {} rows repaired by {} statements", input.round(), done.rows(), done.statements());
    return new Output(done.rows(), done.statements());
  }
}
