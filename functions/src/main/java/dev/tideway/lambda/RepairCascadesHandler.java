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
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import java.sql.Connection;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats on the target the row changes that foreign keys made inside the source. It runs when the source is frozen and the target has caught up. */
public final class RepairCascadesHandler extends FilesHandler<RepairCascadesHandler.Input, RepairCascadesHandler.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(RepairCascadesHandler.class);

  private final Databases databases;

  /** Creates the handler from its function's environment variables. */
  public RepairCascadesHandler() {
    this(Platform.objects(), Platform.locks(), new Databases(Platform.secrets()));
  }

  public RepairCascadesHandler(ObjectStore objects, Locks locks, Databases databases) {
    super(Input.class, objects, locks);
    this.databases = databases;
  }

  /** The execution. */
  public record Input(Run run) implements OfRun {}

  /** Rows deleted and references set to NULL. {@code cascades.json} lists them by foreign key. */
  public record Output(long deleted, long nulled) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Migration migration = files.migration();
    Inventory inventory = files.read(Inventory.FILE);
    if (inventory.source().cascadesInBinlog()) {
      CascadeResult replicated = CascadeResult.replicated(Platform.clock().instant());
      files.write(CascadeResult.FILE, replicated);
      LOG.info("cascades: {}", replicated.nothingToRepair().orElseThrow());
      return new Output(0, 0);
    }
    CascadeResult result = DatabaseErrors.during("repeating cascades on the target", () -> {
      try (Connection source = databases.read(migration.source()); Connection target = databases.write(migration.target())) {
        try (Statement statement = target.createStatement()) {
          // the source's rows decide row by row; the target's own cascades must not change rows
          statement.execute("SET foreign_key_checks = 0");
        }
        return new CascadeRun(files, inventory, source, target, deadline).run();
      }
    });
    LOG.info("cascades: {} rows deleted, {} references set to NULL", result.deleted(), result.nulled());
    return new Output(result.deleted(), result.nulled());
  }
}
