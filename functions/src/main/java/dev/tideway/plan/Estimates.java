package dev.tideway.plan;

import dev.tideway.model.Inventory;
import dev.tideway.model.KeylessTables;
import dev.tideway.model.Table;
import dev.tideway.plan.checks.ReadableSizes;
import dev.tideway.run.Artifact;
import dev.tideway.run.Migration;
import java.util.List;
import java.util.Optional;

/**
 * The estimated duration and cost of the migration. Plan writes them to {@code estimates.json} before the migration begins. The report shows them beside the
 * actual values.
 *
 * @param rows rows of all tables, from the source's statistics
 * @param bytes bytes of data and indexes, from the source's statistics
 * @param tables number of tables
 * @param loadSeconds duration of the phase Load
 * @param indexSeconds duration of the phase Index
 * @param verifySeconds duration of one full verification
 * @param keylessSeconds duration of loading the tables without a key after the freeze, part of the write downtime; empty if there are none
 * @param requestUnits request units of TiDB Cloud for load, index build and one verification
 * @param instanceClass proposed replication instance class
 * @param storageGb proposed storage in GiB
 * @param reason why this class and storage are proposed
 * @param costPerDay cost of the running resources, in US dollars a day; empty if the price file has no price
 * @param pricesOf the date of the price file
 * @param assumptions assumptions behind the durations, for people
 */
public record Estimates(
    long rows,
    long bytes,
    int tables,
    long loadSeconds,
    long indexSeconds,
    long verifySeconds,
    Optional<Long> keylessSeconds,
    long requestUnits,
    String instanceClass,
    int storageGb,
    String reason,
    Optional<Double> costPerDay,
    String pricesOf,
    List<String> assumptions) {
  /** The file that holds it. */
  public static final Artifact<Estimates> FILE = Artifact.of("estimates.json", Estimates.class);

  /** Seconds of a phase that has no work to do: state transitions, function starts, conditions that are checked periodically. */
  private static final long LOAD_OVERHEAD = 10;

  private static final long INDEX_OVERHEAD = 8;
  private static final long VERIFY_OVERHEAD = 14;

  /** Rate of one table. AWS DMS loads maxLoadTables tables at once, which rarely loads more than four times as much. */
  private static final long LOAD_ROWS_A_SECOND = 10_000;

  private static final long LOAD_BYTES_A_SECOND = 8L << 20;
  private static final int USEFUL_PARALLEL = 4;

  /** Measured on one TiDB node: an index over half a million rows took 4.5 s. */
  private static final long INDEX_ROWS_A_SECOND = 100_000;

  private static final long VERIFY_ROWS_A_SECOND = 20_000;

  /** TiDB Cloud: a write of 1 KiB is one unit, and reads of 64 KiB are one unit. Storage writes three replicas, which the unit already includes. */
  private static final long BYTES_OF_WRITE_UNIT = 1 << 10;

  private static final long BYTES_OF_READ_UNIT = 64 << 10;
  private static final long GIB = 1L << 30;

  /** The estimates for a selection. */
  public static Estimates of(Inventory inventory, Migration migration, Prices prices, String region) {
    long rows = inventory.tables().stream().mapToLong(Table::rows).sum();
    long bytes = inventory.tables().stream().mapToLong(Table::bytes).sum();
    long indexed =
        inventory.tables().stream().mapToLong(t -> t.rows() * t.indexes().stream().filter(i -> !i.primary()).count()).sum();
    int parallel = parallel(migration, inventory.tables());
    List<Table> keyless = KeylessTables.reloaded(migration, inventory.tables());
    long verifyThreads = Math.clamp(migration.verification().threads(), 1, 16);
    String instanceClass = instanceClass(bytes);
    int storage = storage(bytes);
    Migration.Replication wanted = migration.replication();
    return new Estimates(
        rows,
        bytes,
        inventory.tables().size(),
        load(migration, KeylessTables.replicated(migration, inventory.tables())),
        INDEX_OVERHEAD + indexed / INDEX_ROWS_A_SECOND,
        VERIFY_OVERHEAD + rows / (VERIFY_ROWS_A_SECOND * verifyThreads) + inventory.tables().size() / 10,
        keyless.isEmpty() ? Optional.empty() : Optional.of(load(migration, keyless)),
        bytes / BYTES_OF_WRITE_UNIT + indexed / 2 + bytes / BYTES_OF_READ_UNIT,
        instanceClass,
        storage,
        ReadableSizes.text(bytes) + " in " + inventory.tables().size() + " tables: "
            + (instanceClass.equals("dms.t3.large") ? "small enough for a burstable class with 8 GiB, the smallest that does not run out of memory" : "memory for cached changes of a long load")
            + "; storage for " + storage + " GiB of cached changes and logs",
        prices.day(region, wanted.instanceClass(), wanted.storageGb(), wanted.multiAz()),
        prices.date(),
        List.of(
            "Load: " + LOAD_ROWS_A_SECOND + " rows or " + ReadableSizes.text(LOAD_BYTES_A_SECOND) + " per second and table, " + parallel + " tables at once, plus " + LOAD_OVERHEAD + " s",
            "Index: " + INDEX_ROWS_A_SECOND + " index entries per second, plus " + INDEX_OVERHEAD + " s",
            "Verify: " + VERIFY_ROWS_A_SECOND + " rows per second and thread, " + verifyThreads + " threads, plus " + VERIFY_OVERHEAD + " s",
            "Rows and bytes come from the source's statistics, which may be wrong by half",
            "The creation of the replication instance takes ten to fifteen more minutes"));
  }

  private static int parallel(Migration migration, List<Table> tables) {
    return Math.clamp(Math.min(migration.replication().maxLoadTables(), tables.size()), 1, USEFUL_PARALLEL);
  }

  /** The largest table sets the minimum, however many other tables are loaded at the same time. */
  private static long load(Migration migration, List<Table> tables) {
    long largest = tables.stream().mapToLong(t -> seconds(t.rows(), t.bytes(), 1)).max().orElse(0);
    long rows = tables.stream().mapToLong(Table::rows).sum();
    long bytes = tables.stream().mapToLong(Table::bytes).sum();
    return LOAD_OVERHEAD + Math.max(largest, seconds(rows, bytes, parallel(migration, tables)));
  }

  private static long seconds(long rows, long bytes, int parallel) {
    return Math.max(rows / (LOAD_ROWS_A_SECOND * parallel), bytes / (LOAD_BYTES_A_SECOND * parallel));
  }

  private static String instanceClass(long bytes) {
    if (bytes < 50 * GIB) {
      return "dms.t3.large";
    }
    return bytes < 500 * GIB ? "dms.r6i.large" : bytes < 2_000 * GIB ? "dms.r6i.xlarge" : "dms.r6i.2xlarge";
  }

  /** DMS caches changes while a table is loaded. A tenth of the data is more than enough, and every class includes 50 GiB. */
  private static int storage(long bytes) {
    return Math.clamp(bytes / GIB / 10, 50, 6_144);
  }
}
