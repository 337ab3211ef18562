package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Databases;
import dev.tideway.model.Inventory;
import dev.tideway.model.KeylessTables;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.verify.ChunkPlanner;
import dev.tideway.verify.Rounds;
import dev.tideway.verify.Sampling;
import java.sql.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts the tables of a round into chunks, for the Map over them. */
public final class ChunkHandler extends Handler<ChunkHandler.Input, ChunkHandler.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkHandler.class);

  private final ObjectStore objects;
  private final Locks locks;
  private final Databases databases;

  /** For Lambda. */
  public ChunkHandler() {
    this(Platform.objects(), Platform.locks(), new Databases(Platform.secrets()));
  }

  public ChunkHandler(ObjectStore objects, Locks locks, Databases databases) {
    super(Input.class);
    this.objects = objects;
    this.locks = locks;
    this.databases = databases;
  }

  /** The round: {@code full-1}, {@code full-2}, … or {@code final}. */
  public record Input(Run run, String round) {}

  /** The S3 key of the items and how much there is. */
  public record Output(String items, int chunks, int tables) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    locks.check(run.migration(), run.execution(), run.fence());
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    Inventory inventory = compared(objects.read(run.key(Inventory.FILE), Inventory.class), migration, input.round());
    Migration.Verification verification = migration.verification();
    boolean sampled = verification.compare().filter(Migration.Compare.sampled::equals).isPresent();
    Sampling sampling = sampled ? new Sampling(verification.samplePercent().orElse(10), input.round()) : Sampling.all(input.round());
    ChunkPlanner planner = new ChunkPlanner(objects, run, input.round(), verification.chunkRows(), sampling);
    Rounds.Plan plan = DatabaseErrors.during("cutting tables into chunks", () -> {
      try (Connection source = databases.read(migration.source()); Connection target = databases.read(migration.target())) {
        return planner.plan(inventory, source, target, deadline);
      }
    });
    LOG.info("round {}: {} chunks of {} tables in {} batches", input.round(), plan.chunks(), plan.tables(), plan.batches());
    return new Output(plan.items(), plan.chunks(), plan.tables());
  }

  /** Tables that are loaded after the freeze are empty on the target until then. */
  private static Inventory compared(Inventory inventory, Migration migration, String round) {
    return Rounds.last(round) ? inventory : inventory.withTables(KeylessTables.replicated(migration, inventory.tables()));
  }
}
