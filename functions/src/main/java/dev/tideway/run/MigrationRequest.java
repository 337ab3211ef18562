package dev.tideway.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as it is written, with its defaults. docs/request.schema.json describes every member, and a test holds that both name the same members with the same types. What is here
 * has passed that schema.
 */
@JsonIgnoreProperties("$schema")
record MigrationRequest(
    String name,
    Migration.Mode mode,
    Migration.Endpoint source,
    Migration.Endpoint target,
    Migration.Keyless keyless,
    List<Selection> schemas,
    List<String> exclude,
    Replication replication,
    Verification verification,
    Cutover cutover,
    Migration.Schema schema,
    Migration.Finish finish,
    Optional<OffsetDateTime> notBefore,
    Migration.Indexes indexes,
    List<Migration.Acceptance> accept) {

  /** Tables of one schema. All of them may also be written as the schema's name alone. */
  record Selection(String schema, Optional<List<String>> tables) {
    @JsonCreator
    Selection {}

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Selection(String schema) {
      this(schema, Optional.empty());
    }
  }

  /** Settings of AWS DMS. */
  record Replication(
      String instanceClass,
      int storageGb,
      boolean multiAz,
      Optional<List<String>> subnets,
      Optional<String> subnetGroup,
      List<String> securityGroups,
      boolean publiclyAccessible,
      Optional<String> maintenanceWindow,
      Map<String, String> tags,
      int maxLoadTables) {}

  /** How rows are compared. */
  record Verification(
      int chunkRows,
      int threads,
      Migration.Compare compare,
      int samplePercent,
      Migration.SourceLimits sourceLimits,
      Migration.Repair repair,
      int maxAgeMinutes,
      List<String> acceptMismatches) {}

  /** When and how the switch happens. */
  record Cutover(Migration.Approval approval, Migration.Freeze freeze, int maxLagSeconds, int lagSamples, int approvalLimitHours, int freezeLimitMinutes) {}

  /** The migration that it asks for. */
  Migration migration() {
    return new Migration(
        name,
        mode,
        source,
        target,
        schemas.stream().map(s -> new Migration.SchemaSelection(s.schema(), s.tables().orElse(List.of()))).toList(),
        new Migration.Replication(
            replication.instanceClass(),
            replication.storageGb(),
            replication.multiAz(),
            replication.subnets().orElse(List.of()),
            replication.subnetGroup(),
            replication.securityGroups(),
            replication.publiclyAccessible(),
            replication.maintenanceWindow(),
            new TreeMap<>(replication.tags()),
            replication.maxLoadTables()),
        new Migration.Verification(
            verification.chunkRows(),
            verification.threads(),
            Duration.ofMinutes(verification.maxAgeMinutes()),
            verification.acceptMismatches(),
            Optional.of(verification.compare()),
            Optional.of(verification.samplePercent()),
            Optional.of(verification.sourceLimits()),
            Optional.of(verification.repair())),
        new Migration.Cutover(
            cutover.approval(),
            cutover.freeze(),
            Duration.ofSeconds(cutover.maxLagSeconds()),
            cutover.lagSamples(),
            Duration.ofHours(cutover.approvalLimitHours()),
            Duration.ofMinutes(cutover.freezeLimitMinutes())),
        finish,
        notBefore.map(OffsetDateTime::toInstant),
        schema,
        indexes,
        accept,
        keyless,
        exclude);
  }
}
