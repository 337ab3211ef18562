package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.error.Finding;
import dev.tideway.error.Severity;
import dev.tideway.model.Inventory;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.schema.Conversion;
import dev.tideway.schema.SchemaPlan;
import java.util.List;
import java.util.Optional;

/** Converts the inventory into {@code schema.json} and {@code findings-convert.json}; connects to no database. */
public final class ConvertHandler extends FilesHandler<ConvertHandler.Input, ConvertHandler.Output> {


  /** Creates the handler from its function's environment variables. */
  public ConvertHandler() {
    this(Platform.objects(), Platform.locks());
  }

  public ConvertHandler(ObjectStore objects, Locks locks) {
    super(Input.class, objects, locks);
  }

  /** The run. */
  public record Input(Run run) implements OfRun {}

  /** Numbers of statements planned and of blockers found. */
  public record Output(int statements, long blockers) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Optional<Inventory> inventory = files.find(Inventory.FILE);
    // if a database could not be reached, there is no inventory, and a separate finding reports it
    if (inventory.isEmpty()) {
      files.write(Conversion.FINDINGS, List.<Finding>of());
      return new Output(0, 0);
    }
    Migration migration = files.migration();
    Conversion conversion = Conversion.of(inventory.get(), migration.schema());
    files.write(SchemaPlan.FILE, conversion.plan());
    files.write(Conversion.FINDINGS, conversion.findings());
    return new Output(
        conversion.plan().statements().size(), conversion.findings().stream().filter(f -> f.severity() == Severity.blocker).count());
  }
}
