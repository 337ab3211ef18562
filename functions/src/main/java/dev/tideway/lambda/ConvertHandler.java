package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.error.Finding;
import dev.tideway.error.Severity;
import dev.tideway.model.Inventory;
import dev.tideway.run.Deadline;
import dev.tideway.run.Migration;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.schema.Conversion;
import dev.tideway.schema.Converter;
import dev.tideway.schema.SchemaPlan;
import java.util.List;
import java.util.Optional;

/** Converts the inventory into {@code schema.json} and {@code findings-convert.json}; touches no database. */
public final class ConvertHandler extends Handler<ConvertHandler.Input, ConvertHandler.Output> {

  private final ObjectStore objects;

  /** As Lambda makes it. */
  public ConvertHandler() {
    this(Platform.objects());
  }

  public ConvertHandler(ObjectStore objects) {
    super(Input.class);
    this.objects = objects;
  }

  /** The run. */
  public record Input(Run run) {}

  /** Numbers of statements planned and of blockers found. */
  public record Output(int statements, long blockers) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    Optional<Inventory> inventory = objects.find(input.run().key(Inventory.FILE), Inventory.class);
    // a database that could not be reached leaves no inventory, and its own finding
    if (inventory.isEmpty()) {
      objects.putJson(input.run().key(Conversion.FINDINGS), List.<Finding>of());
      return new Output(0, 0);
    }
    Migration migration = objects.read(input.run().key("migration.json"), Migration.class);
    Conversion conversion = Converter.convert(inventory.get(), migration.schema());
    objects.putJson(input.run().key(SchemaPlan.FILE), conversion.plan());
    objects.putJson(input.run().key(Conversion.FINDINGS), conversion.findings());
    return new Output(
        conversion.plan().statements().size(), conversion.findings().stream().filter(f -> f.severity() == Severity.blocker).count());
  }
}
