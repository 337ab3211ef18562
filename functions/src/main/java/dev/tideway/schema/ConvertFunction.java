package dev.tideway.schema;

import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.catalog.Inventory;
import dev.tideway.request.Finding;
import dev.tideway.request.Migration;
import dev.tideway.request.Run;
import dev.tideway.request.Severity;
import java.util.List;
import java.util.Optional;

/** Converts the inventory into {@code schema.json} and {@code findings-convert.json}; touches no database. */
public final class ConvertFunction extends JsonFunction<ConvertFunction.Input, ConvertFunction.Output> {
  static final String FINDINGS = "findings-convert.json";

  private final ObjectStore objects;

  /** As Lambda makes it. */
  public ConvertFunction() {
    this(Platform.objects());
  }

  ConvertFunction(ObjectStore objects) {
    super(Input.class);
    this.objects = objects;
  }

  /** The run. */
  public record Input(Run run) {}

  /** Numbers of statements planned and of blockers found. */
  public record Output(int statements, long blockers) {}

  @Override
  protected Output handle(Input input, Deadline deadline) {
    Optional<Inventory> inventory = objects.find(input.run().key(Inventory.FILE), Inventory.class);
    // a database that could not be reached leaves no inventory, and its own finding
    if (inventory.isEmpty()) {
      objects.putJson(input.run().key(FINDINGS), List.<Finding>of());
      return new Output(0, 0);
    }
    Migration migration = objects.read(input.run().key("migration.json"), Migration.class);
    Conversion conversion = Converter.convert(inventory.get(), migration.schema());
    objects.putJson(input.run().key(SchemaPlan.FILE), conversion.plan());
    objects.putJson(input.run().key(FINDINGS), conversion.findings());
    return new Output(
        conversion.plan().statements().size(), conversion.findings().stream().filter(f -> f.severity() == Severity.blocker).count());
  }
}
