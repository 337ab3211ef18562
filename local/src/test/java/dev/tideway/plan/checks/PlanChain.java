package dev.tideway.plan.checks;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.error.Finding;
import dev.tideway.error.Unfinished;
import dev.tideway.fixture.MigrationFixture;
import dev.tideway.lambda.PreflightHandler;
import dev.tideway.plan.inventory.InventoryAccess;
import dev.tideway.run.Deadline;
import dev.tideway.schema.ConversionAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The functions of the phase Plan that use databases, one after another; each is called again until it is finished. */
final class PlanChain {
  private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};

  private final MigrationFixture fixture;
  private final Supplier<Deadline> deadlines;
  private int slices;

  /** Each call gets its own deadline. */
  PlanChain(MigrationFixture fixture, Supplier<Deadline> deadlines) {
    this.fixture = fixture;
    this.deadlines = deadlines;
  }

  /** Findings of inventory, conversion and checks. */
  List<Finding> withoutDryRun() {
    boolean[] reachable = {false};
    untilDone(d -> reachable[0] = new InventoryAccess(fixture).take(d));
    if (!reachable[0]) {
      return read("inventory");
    }
    untilDone(d -> new ConversionAccess(fixture).convert(d));
    untilDone(d -> new PreflightHandler(fixture.objects(), fixture, fixture.locks(), "us-east-1").handle(new PreflightHandler.Input(fixture.run()), d));
    List<Finding> all = new ArrayList<>(read("inventory"));
    all.addAll(read("convert"));
    all.addAll(read("preflight"));
    return all;
  }

  /** These, and the findings of the dry run on the target. */
  List<Finding> whole() {
    List<Finding> all = new ArrayList<>(withoutDryRun());
    untilDone(d -> new ConversionAccess(fixture).dryRun(d));
    all.addAll(read("dry-run"));
    return all;
  }

  /** How often a function threw Unfinished. */
  int slices() {
    return slices;
  }

  private void untilDone(java.util.function.Consumer<Deadline> call) {
    while (true) {
      try {
        call.accept(deadlines.get());
        return;
      } catch (Unfinished e) {
        slices++;
      }
    }
  }

  private List<Finding> read(String step) {
    return fixture.objects().read(fixture.run().key("findings-" + step + ".json"), FINDINGS);
  }
}
