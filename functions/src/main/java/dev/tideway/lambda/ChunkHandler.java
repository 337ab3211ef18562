package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Databases;
import dev.tideway.model.Inventory;
import dev.tideway.model.KeylessTables;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.verify.Chunk.Sampling;
import dev.tideway.verify.ChunkPlanner;
import dev.tideway.verify.Rounds;
import java.sql.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Divides the tables of a round into chunks for the Map state. */
public final class ChunkHandler extends FilesHandler<ChunkHandler.Input, ChunkHandler.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkHandler.class);

  private final Databases databases;
  private final Locks locks;

  /** Creates the handler from its function's environment variables. */
  public ChunkHandler() {
    this(Platform.objects(), Platform.locks(), new Databases(Platform.secrets()));
  }

  public ChunkHandler(ObjectStore objects, Locks locks, Databases databases) {
    super(Input.class, objects, locks);
    this.databases = databases;
    this.locks = locks;
  }

  /** The round: {@code full-1}, {@code full-2}, … or {@code final}. */
  public record Input(Run run, String round) implements OfRun {}

  /** The S3 key of the items, and the numbers of chunks and tables. */
  public record Output(String items, int chunks, int tables) {}

  @Override
  boolean onlyCompares() {
    return true;
  }

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Migration migration = files.migration();
    Inventory inventory = compared(files.read(Inventory.FILE), migration, input);
    Migration.Verification verification = migration.verification();
    boolean sampled = verification.compare().filter(Migration.Compare.sampled::equals).isPresent();
    // a person who compares once more gets another sample
    String seed = input.run().locked() ? input.round() : input.run().execution();
    Sampling sampling = sampled ? new Sampling(verification.samplePercent().orElse(Migration.Verification.SAMPLE_PERCENT), seed) : Sampling.all(seed);
    ChunkPlanner planner = new ChunkPlanner(files, input.round(), verification.chunkRows(), sampling);
    Rounds.Plan plan = DatabaseErrors.during("cutting tables into chunks", () -> {
      try (Connection source = databases.read(migration.source()); Connection target = databases.read(migration.target())) {
        return planner.plan(inventory, source, target, deadline);
      }
    });
    LOG.info("round {}: {} chunks of {} tables in {} batches", input.round(), plan.chunks(), plan.tables(), plan.batches());
    return new Output(plan.items(), plan.chunks(), plan.tables());
  }

  /** Leaves out tables that are loaded after the freeze, since they are empty on the target until then. */
  private Inventory compared(Inventory inventory, Migration migration, Input input) {
    boolean loaded = Rounds.last(input.round()) || (!input.run().locked() && locks.find(migration.name()).filter(lock -> lock.status() == Locks.Status.finished).isPresent());
    return loaded ? inventory : inventory.withTables(KeylessTables.replicated(migration, inventory.tables()));
  }
}
