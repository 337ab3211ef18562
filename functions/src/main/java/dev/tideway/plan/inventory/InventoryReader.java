package dev.tideway.plan.inventory;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.aws.SecretReader;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.error.Severity;
import dev.tideway.jdbc.Authorities;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.model.CatalogSnapshot;
import dev.tideway.model.EndpointAuthorities;
import dev.tideway.model.Fingerprint;
import dev.tideway.model.Inventory;
import dev.tideway.model.Server;
import dev.tideway.model.ServerReader;
import dev.tideway.model.SourceReader;
import dev.tideway.model.Table;
import dev.tideway.plan.Acceptances;
import dev.tideway.run.Artifact;
import dev.tideway.run.Deadline;
import dev.tideway.run.Migration;
import dev.tideway.run.Workspace;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the inventory of both databases. What cannot be read becomes a finding. */
public final class InventoryReader {
  /** The file that holds the findings. */
  public static final Artifact<List<Finding>> FINDINGS = new Artifact<>("findings-inventory.json", new TypeReference<>() {});

  private final Workspace files;
  private final SecretReader secrets;
  private final Authorities authorities;

  public InventoryReader(Workspace files, SecretReader secrets, Authorities authorities) {
    this.files = files;
    this.secrets = secrets;
    this.authorities = authorities;
  }

  public Counts take(Migration migration, Deadline deadline) {
    List<Finding> findings = new ArrayList<>();
    ConnectivityCheck check = new ConnectivityCheck(secrets, authorities);
    ConnectivityCheck.Answer source = check.open("source", migration.source());
    ConnectivityCheck.Answer target = check.open("target", migration.target());
    source.finding().ifPresent(findings::add);
    target.finding().ifPresent(findings::add);
    files.write(EndpointAuthorities.FILE, new EndpointAuthorities(source.authority(), target.authority()));
    try (Connection from = source.connection().orElse(null);
        Connection to = target.connection().orElse(null)) {
      limit(from, deadline);
      limit(to, deadline);
      Optional<Inventory> inventory = from == null || to == null ? Optional.empty() : Optional.of(read(migration, deadline, from, to, findings));
      inventory.ifPresent(i -> files.write(Inventory.FILE, i));
      files.write(FINDINGS, findings);
      return counts(inventory, findings, migration);
    } catch (SQLException e) {
      if (!away(e)) {
        throw DatabaseErrors.of("reading the catalogues", e);
      }
      findings.add(
          Finding.blocker(
              FindingCode.SERVER_LOST, "source or target", "the connection was lost, or the server did not answer, while Tideway read the catalogues: error " + e.getErrorCode() + " (" + e.getSQLState() + ")",
              "servers that stay up and answer within the function's time", "see the server's log; start the same request again when it is up and less busy"));
      files.write(FINDINGS, findings);
      return counts(Optional.empty(), findings, migration);
    }
  }

  /** Limits the wait for an answer. Without a limit a late answer would end the function, and the plan would contain no finding about it. */
  private static void limit(Connection connection, Deadline deadline) throws SQLException {
    if (connection != null) {
      connection.setNetworkTimeout(Runnable::run, (int) Math.max(1_000, deadline.left().minus(deadline.reserve()).toMillis()));
    }
  }

  private static boolean away(SQLException e) {
    return e instanceof SQLTransientConnectionException
        || e instanceof SQLNonTransientConnectionException
        || e instanceof SQLRecoverableException
        || e.getCause() instanceof IOException
        || (e.getSQLState() != null && e.getSQLState().startsWith("08"));
  }

  private Inventory read(Migration migration, Deadline deadline, Connection from, Connection to, List<Finding> findings)
      throws SQLException {
    Server source = ServerReader.read(from);
    Server target = ServerReader.read(to);
    CatalogSnapshot found = new SourceReader(from, source).read(migration.schemas(), Set.copyOf(migration.exclude()));
    findings.addAll(found.findings());
    // only a plan needs the lengths; a verification that a person starts must not read whole tables for them
    List<Table> tables = files.run().locked() ? new LobScan(files, deadline).measure(from, found.tables(), findings) : found.tables();
    return new Inventory(source, target, tables, found.views(), found.schemas(), Fingerprint.of(tables));
  }

  private static Counts counts(Optional<Inventory> inventory, List<Finding> findings, Migration migration) {
    List<Table> tables = inventory.map(Inventory::tables).orElse(List.of());
    return new Counts(
        inventory.isPresent(),
        (int) Acceptances.apply(findings, migration.accept()).stream().filter(finding -> finding.severity() == Severity.blocker).count(),
        inventory.map(i -> i.schemas().size()).orElse(0),
        tables.size(),
        tables.stream().mapToLong(Table::rows).sum(),
        tables.stream().mapToLong(Table::bytes).sum());
  }

  /**
   * Numbers of the selection.
   *
   * @param reachable whether both databases answered; findings say why not
   * @param blockers findings that the request does not accept, for example a table that does not exist
   * @param schemas selected schemas that exist
   * @param tables selected base tables
   * @param rows estimate from the source's statistics
   * @param bytes estimate of data and indexes
   */
  public record Counts(boolean reachable, int blockers, int schemas, int tables, long rows, long bytes) {}
}
