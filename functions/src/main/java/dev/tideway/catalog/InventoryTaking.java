package dev.tideway.catalog;

import dev.tideway.aws.Deadline;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.SecretReader;
import dev.tideway.error.TransientFailure;
import dev.tideway.request.Finding;
import dev.tideway.request.Migration;
import dev.tideway.request.Run;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the inventory of both databases; what cannot be read becomes a finding. */
final class InventoryTaking {
  private static final String FINDINGS = "findings-inventory.json";

  private final ObjectStore objects;
  private final SecretReader secrets;

  InventoryTaking(ObjectStore objects, SecretReader secrets) {
    this.objects = objects;
    this.secrets = secrets;
  }

  InventoryFunction.Output take(Run run, Migration migration, Deadline deadline) {
    List<Finding> findings = new ArrayList<>();
    Visit visit = new Visit(secrets);
    Visit.Answer source = visit.open("source", migration.source());
    Visit.Answer target = visit.open("target", migration.target());
    source.finding().ifPresent(findings::add);
    target.finding().ifPresent(findings::add);
    try (Connection from = source.connection().orElse(null);
        Connection to = target.connection().orElse(null)) {
      Optional<Inventory> inventory = from == null || to == null ? Optional.empty() : Optional.of(read(run, migration, deadline, from, to, findings));
      inventory.ifPresent(i -> objects.putJson(run.key(Inventory.FILE), i));
      objects.putJson(run.key(FINDINGS), findings);
      return inventory.map(InventoryTaking::counts).orElse(new InventoryFunction.Output(false, 0, 0, 0, 0));
    } catch (SQLException e) {
      throw new TransientFailure("reading the catalogues failed: " + e.getMessage(), e);
    }
  }

  private Inventory read(Run run, Migration migration, Deadline deadline, Connection from, Connection to, List<Finding> findings)
      throws SQLException {
    Server source = ServerReader.read(from);
    Server target = ServerReader.read(to);
    Found found = new SourceReader(from, source).read(migration.schemas());
    findings.addAll(found.findings());
    List<Table> tables = new LobScan(objects, run.prefix(), deadline).measure(from, found.tables(), findings);
    return new Inventory(source, target, tables, found.views(), found.schemas(), Fingerprint.of(tables));
  }

  private static InventoryFunction.Output counts(Inventory inventory) {
    return new InventoryFunction.Output(
        true,
        inventory.schemas().size(),
        inventory.tables().size(),
        inventory.tables().stream().mapToLong(Table::rows).sum(),
        inventory.tables().stream().mapToLong(Table::bytes).sum());
  }
}
