package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.SecretReader;
import dev.tideway.error.ErrorCode;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Databases;
import dev.tideway.model.Inventory;
import dev.tideway.run.Artifact;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.schema.CascadeLeftovers;
import dev.tideway.schema.FailedIndex;
import dev.tideway.schema.IndexAttempt;
import dev.tideway.schema.IndexBuild;
import dev.tideway.schema.IndexFailures;
import dev.tideway.schema.IndexProgress;
import dev.tideway.schema.SchemaPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins to build the target's secondary indexes. Builds that are not complete when it ends continue on the target. */
public final class BuildIndexesHandler extends FilesHandler<BuildIndexesHandler.Input, BuildIndexesHandler.Output> {
  /** A longer limit would only make the function wait: the probe continues the work. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private static final Logger LOG = LoggerFactory.getLogger(BuildIndexesHandler.class);

  private final SecretReader secrets;

  /** Creates the handler from its function's environment variables. */
  public BuildIndexesHandler() {
    this(Platform.objects(), Platform.secrets(), Platform.locks());
  }

  public BuildIndexesHandler(ObjectStore objects, SecretReader secrets, Locks locks) {
    super(Input.class, objects, locks);
    this.secrets = secrets;
  }

  /** The attempt that the probe continues. */
  static final Artifact<IndexAttempt> ATTEMPT = Artifact.of("index-attempt.json", IndexAttempt.class);

  /** The run, and the attempt that begins. */
  public record Input(Run run, IndexAttempt attempt) implements OfRun {}

  /** Numbers of indexes: existing, being built, not yet begun, postponed to the attempt after catch-up. */
  public record Output(int done, int running, int remaining, int postponed) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Migration migration = files.migration();
    SchemaPlan plan = files.read(SchemaPlan.FILE);
    Inventory inventory = files.read(Inventory.FILE);
    Databases databases = new Databases(secrets);
    files.write(ATTEMPT, input.attempt());
    try {
      if (input.attempt() == IndexAttempt.afterCatchUp && !inventory.source().cascadesInBinlog()) {
        deleteLeftovers(migration, inventory, databases, files, deadline.within(deadline.reserve(), LONGEST));
      }
      IndexProgress progress =
          new IndexBuild(
                  () -> databases.write(migration.target()), plan, inventory, files, input.attempt(), migration.indexes().atOnce())
              .step(deadline.within(deadline.reserve(), LONGEST));
      if (progress.failure().isPresent()) {
        throw progress.failure().get();
      }
      return new Output(progress.done(), progress.running(), progress.remaining(), progress.postponed().size());
    } catch (SQLException e) {
      throw DatabaseErrors.of(ErrorCode.INDEX_NOT_BUILT, "building indexes failed", e);
    }
  }

  /** Deletes rows that prevented unique indexes after the load and that no longer exist on the source. */
  private void deleteLeftovers(Migration migration, Inventory inventory, Databases databases, Workspace files, Duration limit) throws SQLException {
    List<FailedIndex> failed = new IndexFailures(files, IndexAttempt.afterLoad).all().stream()
        .filter(index -> index.duplicates() && CascadeLeftovers.possible(inventory.table(index.table())))
        .toList();
    if (failed.isEmpty()) {
      return;
    }
    try (Connection source = databases.read(migration.source()); Connection target = databases.write(migration.target())) {
      try (Statement statement = target.createStatement()) {
        // the cutover handles the children of these rows
        statement.execute("SET foreign_key_checks = 0");
      }
      CascadeLeftovers leftovers = new CascadeLeftovers(inventory, source, target, limit);
      for (FailedIndex index : failed) {
        int deleted = leftovers.delete(inventory.table(index.table()), index.indexes());
        LOG.info("{}: {} rows that a cascade deleted on the source deleted", index.object(), deleted);
      }
    }
  }
}
