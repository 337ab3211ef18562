package dev.tideway.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A validated request: every default filled in, every value within its limits. Only the request package makes one.
 *
 * @param name the migration's name: letter first, then letters, digits and single hyphens, at most 31 characters (AWS DMS
 *     ResourceIdentifier)
 * @param mode {@code plan} ends after Plan having created nothing
 * @param source the database to read
 * @param target the TiDB to fill
 * @param schemas the allow-list, schema by schema
 * @param replication the DMS side
 * @param verification how rows are compared
 * @param cutover when and how the switch happens
 * @param finish what becomes of the AWS resources
 * @param notBefore the execution plans at once and waits for this time to begin
 * @param schema how the schema is converted
 * @param indexes how indexes are built
 * @param accept findings that the request takes as they are
 * @param keyless what is done about tables without a key
 * @param exclude tables and views of the selected schemas that are left out: {@code schema.table}, exact names
 */
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
    List<String> exclude) {
  /** Where it is kept. */
  public static final Artifact<Migration> FILE = Artifact.of("migration.json", Migration.class);


  /** What is left out is as it is by default. */
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
   * @param flatten whether what the target has no equivalent for is left out, and said, instead of blocking
   * @param hotSpots what is done about tables whose AUTO_INCREMENT key sends all writes to one region
   * @param shardBits bits by which keys or hidden row ids are scattered, 1 to 15
   * @param preSplitRegions scattered tables start with 2 to this power regions, 0 for one
   * @param autoIdCache how many AUTO_INCREMENT values a TiDB node takes at once; 1 counts as MySQL does
   */
  public record Schema(boolean flatten, HotSpots hotSpots, int shardBits, int preSplitRegions, int autoIdCache) {
    /** The default of each. */
    public static final Schema DEFAULT = new Schema(false, HotSpots.keep, 5, 0, 1);
  }

  /** What is done about write hot spots. */
  public enum HotSpots {
    /** Nothing: keys as the source has them. */
    keep,
    /** BIGINT AUTO_INCREMENT primary keys become AUTO_RANDOM: new ids are no longer in order. */
    autoRandom,
    /** Primary keys that count become NONCLUSTERED, and rows are scattered by hidden ids (SHARD_ROW_ID_BITS). */
    shardRowId
  }

  /**
   * A finding that the request takes as it is: a blocker no longer blocks, a warning is only listed.
   *
   * @param code the finding's code
   * @param object the finding's object; empty: every finding of that code
   * @param reason why, for whoever reads the plan
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
   * @param certificate PEM text of the CA for {@code verifyCa} and {@code verifyFull}; empty: Amazon's roots for a host in
   *     RDS, else the public CAs
   */
  public record Endpoint(String secret, Tls tls, Optional<String> certificate) {
    /** Whether the server is verified, for which AWS DMS needs a certificate. */
    public boolean verified() {
      return tls == Tls.verifyCa || tls == Tls.verifyFull;
    }
  }

  /** TLS modes, named as DMS names them (SslMode). */
  public enum Tls {
    /** No TLS: local servers and private endpoints only. */
    none,
    /** Encrypted, server not verified: for comparing alone, since DMS does not support it for MySQL, MariaDB and Aurora. */
    require,
    /** CA verified. */
    verifyCa,
    /** CA and host name verified. */
    verifyFull
  }

  /**
   * Tables of one schema. An empty list means all tables the schema has when the plan is made; the plan then names them.
   *
   * @param schema exact name
   * @param tables exact names, or empty for all
   */
  public record SchemaSelection(String schema, List<String> tables) {}

  /**
   * The DMS side.
   *
   * @param instanceClass replication instance class, {@code dms.t3.large} or more
   * @param storageGb allocated storage in GiB
   * @param multiAz whether the instance has a standby
   * @param subnets subnets for a subnet group of its own; empty: the account's default group
   * @param subnetGroup an existing subnet group instead
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
   * @param chunkRows rows of one chunk
   * @param threads chunks compared at once; each takes one connection to the source and one to the target
   * @param maxAge a verification older than this is done again before the cutover
   * @param acceptMismatches tables ({@code schema.table}) whose mismatches do not block
   * @param compare what is compared; empty: {@code full}
   * @param samplePercent share of the chunks that {@code sampled} compares; empty: 10
   * @param sourceLimits what verification may cost the source; empty: the defaults
   * @param repair what is offered to the person who decides if rows differ; empty: nothing
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
    /** Connections that one function holds to either side at most. */
    private static final int LANES = 4;

    /** A full comparison within the default limits. */
    public Verification(int chunkRows, int threads, Duration maxAge, List<String> acceptMismatches) {
      this(chunkRows, threads, maxAge, acceptMismatches, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Functions that compare at once. */
    public int functions() {
      return (threads + LANES - 1) / LANES;
    }

    /** Chunks that one function compares at once, so that all together keep to {@code threads}. */
    public int lanes() {
      return threads / functions();
    }
  }

  /** What a verification compares. */
  public enum Compare {
    /** Every row. */
    full,
    /** Every row of some chunks, chosen at random. */
    sampled,
    /** Numbers of rows only. */
    counts
  }

  /** What can be done about rows that differ. Only ever done after a person has approved it. */
  public enum Repair {
    /** Nothing. */
    none,
    /** The tables are loaded again through DMS. */
    reload,
    /** The rows are written to the target as the source has them. */
    sql
  }

  /**
   * What verification may cost the source.
   *
   * @param threadsRunning sessions of others running at once above which it pauses
   * @param probeMillis answer time of a probe, in milliseconds, above which it pauses
   * @param sharePercent share of the time in which it asks, while others are running
   */
  public record SourceLimits(int threadsRunning, int probeMillis, int sharePercent) {
    /** What holds unless the request says otherwise. */
    public static final SourceLimits DEFAULT = new SourceLimits(16, 1000, 10);
  }

  /**
   * When and how the switch happens.
   *
   * @param approval whether a person must approve
   * @param freeze how the source's freeze is known
   * @param maxLag replication lag that counts as caught up
   * @param lagSamples consecutive samples under {@code maxLag} that are needed
   * @param approvalLimit how long to wait for the approval
   * @param freezeLimit how long to wait for the freeze, then for the drain
   */
  public record Cutover(
      Approval approval, Freeze freeze, Duration maxLag, int lagSamples, Duration approvalLimit, Duration freezeLimit) {}

  /** Whether a person decides. */
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
    /** The person who approves declares it (Aurora writers cannot be made read-only); the final verification then proves it. */
    declared
  }

  /**
   * How indexes are built.
   *
   * @param atOnce tables whose indexes are built at the same time
   */
  public record Indexes(int atOnce) {
    /** What a request that says nothing gets: TiDB itself works on few builds at a time, the others queue there. */
    public static final Indexes DEFAULT = new Indexes(2);
  }

  /** What is done about tables with neither a primary key nor a unique key of whole NOT NULL columns. */
  public enum Keyless {
    /** Nothing: each is a blocker. */
    refuse,
    /** They are not replicated; after the freeze they are loaded as they then are, which the application waits for. */
    reload
  }

  /** What becomes of the AWS resources. */
  public enum Finish {
    /** Removed in order, waited for. */
    delete,
    /** Kept and listed in the report; the instance goes on costing money. */
    keep
  }
}
