package dev.tideway.run;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A validated request: every default is filled in, and every value is within its limits. Only the request parser creates it.
 *
 * @param name the migration's name: letter first, then letters, digits and single hyphens, at most 31 characters (AWS DMS ResourceIdentifier)
 * @param mode {@code plan} ends after Plan and creates nothing
 * @param source the database to read
 * @param target the TiDB to fill
 * @param schemas the allow-list, schema by schema
 * @param replication settings of AWS DMS
 * @param verification how rows are compared
 * @param cutover when and how the switch happens
 * @param finish whether the AWS resources are deleted or kept at the end
 * @param notBefore the execution plans at once, then waits until this time before it begins the migration
 * @param schema how the schema is converted
 * @param indexes how indexes are built
 * @param accept findings that the request accepts
 * @param keyless what is done about tables without a key
 * @param exclude tables and views of the selected schemas that are left out: {@code schema.table}, exact names
 */
@RecordBuilder
public record Migration(
    String name,
    Mode mode,
    Endpoint source,
    Endpoint target,
    List<SchemaSelection> schemas,
    Replication replication,
    Verification verification,
    Cutover cutover,
    Finish finish,
    Optional<Instant> notBefore,
    Schema schema,
    Indexes indexes,
    List<Acceptance> accept,
    Keyless keyless,
    List<String> exclude)
    implements MigrationBuilder.With {
  /** The file that contains it. */
  public static final Artifact<Migration> FILE = Artifact.of("migration.json", Migration.class);


  /** Values that are left out get their defaults. */
  public Migration {
    schema = schema == null ? Schema.DEFAULT : schema;
    indexes = indexes == null ? Indexes.DEFAULT : indexes;
    accept = accept == null ? List.of() : List.copyOf(accept);
    keyless = keyless == null ? Keyless.refuse : keyless;
    exclude = exclude == null ? List.of() : List.copyOf(exclude);
  }

  /**
   * How the schema is converted.
   *
   * @param flatten whether objects without an equivalent on the target are left out and reported; otherwise they are blockers
   * @param hotSpots what is done about tables whose AUTO_INCREMENT key sends all writes to one region
   * @param shardBits number of shard bits that scatter keys or hidden row ids, 1 to 15
   * @param preSplitRegions scattered tables start with 2 to this power regions, 0 for one
   * @param autoIdCache how many AUTO_INCREMENT values a TiDB node caches at once; with 1, values increase as in MySQL
   */
  @RecordBuilder
  public record Schema(boolean flatten, HotSpots hotSpots, int shardBits, int preSplitRegions, int autoIdCache) implements MigrationSchemaBuilder.With {
    /** The defaults. */
    public static final Schema DEFAULT = new Schema(false, HotSpots.keep, 5, 0, 1);
  }

  /** What is done about write hot spots. */
  public enum HotSpots {
    /** Nothing: the keys stay as on the source. */
    keep,
    /** BIGINT AUTO_INCREMENT primary keys become AUTO_RANDOM: new ids are no longer in order. */
    autoRandom,
    /** AUTO_INCREMENT primary keys become NONCLUSTERED, and rows are scattered by hidden ids (SHARD_ROW_ID_BITS). */
    shardRowId
  }

  /**
   * A finding that the request accepts: a blocker no longer blocks, a warning is only listed.
   *
   * @param code the finding's code
   * @param object the finding's object; empty: every finding of that code
   * @param reason why, for readers of the plan
   */
  public record Acceptance(String code, Optional<String> object, String reason) {}

  /** What the execution is for. */
  public enum Mode {
    /** Only the dry run. */
    plan,
    /** The whole migration. */
    migrate
  }

  /**
   * One database.
   *
   * @param secret ARN of the secret with {@code host}, {@code port}, {@code username}, {@code password}
   * @param tls how the connection is secured
   * @param certificate PEM text of the CA for {@code verifyCa} and {@code verifyFull}; empty: Amazon's root CAs for a host in RDS, else the public CAs
   */
  public record Endpoint(String secret, Tls tls, Optional<String> certificate) {
    /** Whether the server is verified. AWS DMS needs a certificate for this. */
    public boolean verified() {
      return tls == Tls.verifyCa || tls == Tls.verifyFull;
    }
  }

  /** TLS modes, named as DMS names them (SslMode). */
  public enum Tls {
    /** No TLS: local servers and private endpoints only. */
    none,
    /** Encrypted, server not verified. Only for comparing rows, since DMS does not support it for MySQL, MariaDB and Aurora. */
    require,
    /** CA verified. */
    verifyCa,
    /** CA and host name verified. */
    verifyFull
  }

  /**
   * Tables of one schema. An empty list means all tables that the schema has at the time of the plan; the plan then lists them.
   *
   * @param schema exact name
   * @param tables exact names, or empty for all
   */
  public record SchemaSelection(String schema, List<String> tables) {}

  /**
   * Settings of AWS DMS.
   *
   * @param instanceClass replication instance class, {@code dms.t3.large} or more
   * @param storageGb allocated storage in GiB
   * @param multiAz whether the instance has a standby
   * @param subnets subnets for a separate subnet group; empty: the account's default group
   * @param subnetGroup an existing subnet group, instead of {@code subnets}
   * @param securityGroups VPC security groups of the instance; empty: the VPC's default
   * @param publiclyAccessible whether the instance gets a public address
   * @param maintenanceWindow {@code ddd:hh:mm-ddd:hh:mm} in UTC; empty: DMS chooses
   * @param tags tags of everything that is created
   * @param maxLoadTables tables loaded at once (MaxFullLoadSubTasks, 1 to 49)
   */
  public record Replication(
      String instanceClass,
      int storageGb,
      boolean multiAz,
      List<String> subnets,
      Optional<String> subnetGroup,
      List<String> securityGroups,
      boolean publiclyAccessible,
      Optional<String> maintenanceWindow,
      Map<String, String> tags,
      int maxLoadTables) {}

  /**
   * How rows are compared.
   *
   * @param chunkRows number of rows in one chunk
   * @param threads chunks compared at once; each uses one connection to the source and one to the target
   * @param maxAge a verification older than this is done again before the cutover
   * @param acceptMismatches tables ({@code schema.table}) whose mismatches do not block
   * @param compare what is compared; empty: {@code full}
   * @param samplePercent share of the chunks that {@code sampled} compares; empty: {@link #SAMPLE_PERCENT}
   * @param sourceLimits limits on the load that verification puts on the source; empty: the defaults
   * @param repair the repair that a person can approve if rows differ; empty: none
   */
  public record Verification(
      int chunkRows,
      int threads,
      Duration maxAge,
      List<String> acceptMismatches,
      Optional<Compare> compare,
      Optional<Integer> samplePercent,
      Optional<SourceLimits> sourceLimits,
      Optional<Repair> repair) {
    /** The share of the chunks that {@code sampled} compares by default. */
    public static final int SAMPLE_PERCENT = 10;

    /** The most connections that one function opens to the source, and to the target. */
    private static final int WORKERS = 4;

    /** A full comparison within the default limits. */
    public Verification(int chunkRows, int threads, Duration maxAge, List<String> acceptMismatches) {
      this(chunkRows, threads, maxAge, acceptMismatches, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The number of functions that compare at once. */
    public int functions() {
      return (threads + WORKERS - 1) / WORKERS;
    }

    /** Chunks that one function compares at once. All functions together stay within {@code threads}. */
    public int workers() {
      return threads / functions();
    }
  }

  /** What a verification compares. */
  public enum Compare {
    /** Every row. */
    full,
    /** Every row of some chunks, which are chosen at random. */
    sampled,
    /** Only the number of rows. */
    counts
  }

  /** How rows that differ are repaired. A repair runs only after a person has approved it. */
  public enum Repair {
    /** Nothing. */
    none,
    /** The tables are loaded again through DMS. */
    reload,
    /** The rows are written to the target as the source has them. */
    sql
  }

  /**
   * Limits on the load that verification puts on the source.
   *
   * @param threadsRunning verification pauses while more than this number of other sessions run statements
   * @param probeMillis verification pauses while a probe takes longer than this, in milliseconds
   * @param sharePercent percentage of the time in which verification runs queries, while other sessions run statements
   */
  public record SourceLimits(int threadsRunning, int probeMillis, int sharePercent) {
    /** The limits if the request sets none. */
    public static final SourceLimits DEFAULT = new SourceLimits(16, 1000, 10);
  }

  /**
   * When and how the switch happens.
   *
   * @param approval whether a person must approve
   * @param freeze how Tideway knows that the source is frozen
   * @param maxLag replication lag that counts as caught up
   * @param lagSamples consecutive samples under {@code maxLag} that are needed
   * @param approvalLimit how long to wait for the approval
   * @param freezeLimit how long to wait for the freeze, then for the drain
   */
  public record Cutover(
      Approval approval, Freeze freeze, Duration maxLag, int lagSamples, Duration approvalLimit, Duration freezeLimit) {}

  /** Whether a person must approve. */
  public enum Approval {
    /** A person approves by name. */
    required,
    /** The request itself is the approval. */
    none
  }

  /** How Tideway knows that the application has stopped writing. */
  public enum Freeze {
    /** The source's {@code read_only} is on. */
    readOnly,
    /** The person who approves declares the freeze (Aurora writers cannot be made read-only). The final verification then proves it. */
    declared
  }

  /**
   * How indexes are built.
   *
   * @param atOnce tables whose indexes are built at the same time
   */
  public record Indexes(int atOnce) {
    /** The default. TiDB itself runs only a few index builds at a time and queues the others. */
    public static final Indexes DEFAULT = new Indexes(2);
  }

  /** What is done about tables with neither a primary key nor a unique key of whole NOT NULL columns. */
  public enum Keyless {
    /** Nothing: each is a blocker. */
    refuse,
    /** They are not replicated. They are loaded after the freeze; the application waits for this load. */
    reload
  }

  /** Whether the AWS resources are deleted or kept at the end. */
  public enum Finish {
    /** They are deleted one after another, and the execution waits for each deletion. */
    delete,
    /** They are kept and listed in the report. The replication instance continues to cost money. */
    keep
  }
}
