package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.cutover.CascadeResult;
import dev.tideway.cutover.CascadeRun;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Databases;
import dev.tideway.model.Inventory;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import java.sql.Connection;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does on the target what foreign keys did inside the source. Runs when the source is frozen and the target has caught up. */
public final class RepairCascadesHandler extends Handler<RepairCascadesHandler.Input, RepairCascadesHandler.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(RepairCascadesHandler.class);

  private final ObjectStore objects;
  private final Locks locks;
  private final Databases databases;

  /** For Lambda. */
  public RepairCascadesHandler() {
    this(Platform.objects(), Platform.locks(), new Databases(Platform.secrets()));
  }

  public RepairCascadesHandler(ObjectStore objects, Locks locks, Databases databases) {
    super(Input.class);
    this.objects = objects;
    this.locks = locks;
    this.databases = databases;
  }

  /** The execution. */
  public record Input(Run run) {}

  /** Rows deleted and references set to NULL; {@code cascades.json} has them by foreign key. */
  public record Output(long deleted, long nulled) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    locks.check(run.migration(), run.execution(), run.fence());
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    Inventory inventory = objects.read(run.key(Inventory.FILE), Inventory.class);
    if (inventory.source().cascadesInBinlog()) {
      CascadeResult replicated = CascadeResult.replicated(Platform.clock().instant());
      objects.putJson(run.key(CascadeResult.FILE), replicated);
      LOG.info("cascades: {}", replicated.nothingToRepair().orElseThrow());
      return new Output(0, 0);
    }
    CascadeResult result = DatabaseErrors.during("repeating cascades on the target", () -> {
      try (Connection source = databases.read(migration.source()); Connection target = databases.write(migration.target())) {
        try (Statement statement = target.createStatement()) {
          // the source decides row by row; the target's own cascades must not join in
          statement.execute("SET foreign_key_checks = 0");
        }
        return new CascadeRun(objects, run, inventory, source, target, deadline).run();
      }
    });
    LOG.info("cascades: {} rows deleted, {} references set to NULL", result.deleted(), result.nulled());
    return new Output(result.deleted(), result.nulled());
  }
}
