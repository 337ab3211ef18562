package dev.tideway.local.commands;

import dev.tideway.error.TidewayException;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.model.CatalogPair;
import dev.tideway.model.Inventory;
import dev.tideway.run.Migration;
import dev.tideway.run.Migration.SchemaSelection;
import dev.tideway.schema.Drift;
import dev.tideway.schema.drift.Difference;
import java.io.PrintWriter;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code schema drift}. */
@Command(
    name = "drift",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Converts the source's schema as a migration would, and reports where the target's schema is different.",
      "Reads only. Exit code 0: as planned; 1: different; 2: could not compare.",
      "",
      "A URL is " + Address.FORM + "; special characters percent-encoded.",
      "A password that is not in the URL is taken from the password file, else from TIDEWAY_SOURCE_PASSWORD and TIDEWAY_TARGET_PASSWORD.",
      ""
    })
public final class DriftCommand implements Callable<Integer> {
  private static final int AS_PLANNED = 0;
  private static final int DIFFERENT = 1;
  private static final int UNKNOWN = 2;

  @Spec private CommandSpec spec;

  @Mixin private DatabaseEndpoints endpoints;

  @Option(names = "--schemas", paramLabel = "NAME", split = ",", description = "Schemas, with commas (default: all but the system's).")
  private List<String> schemas = List.of();

  @Option(names = "--flatten", description = "The migration left out what has no equivalent on the target (schema.flatten in the request).")
  private boolean flatten;

  @Override
  public Integer call() {
    try {
      Address source = endpoints.source();
      Address target = endpoints.target();
      try {
        return run(source, target);
      } catch (TidewayException e) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("tideway: could not compare: " + e.getMessage());
        err.println("between " + source + " and " + target);
        return UNKNOWN;
      }
    } catch (Address.Malformed e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private int run(Address source, Address target) {
    List<Difference> differences = DatabaseErrors.during("connecting", () -> {
      try (Connection from = DatabaseEndpoints.open(source); Connection to = DatabaseEndpoints.open(target)) {
        Inventory inventory = CatalogPair.read(from, to, schemas.stream().map(schema -> new SchemaSelection(schema, List.of())).toList());
        return DatabaseErrors.during("reading the schema of the target", () -> Drift.live(inventory, options(), to));
      }
    });
    PrintWriter out = spec.commandLine().getOut();
    differences.forEach(difference -> out.println((difference.touchesRows() ? "rows   " : "       ") + difference.line()));
    out.println(differences.isEmpty() ? "as planned" : differences.size() + " differences; those marked rows may refuse, change or double rows");
    return differences.isEmpty() ? AS_PLANNED : DIFFERENT;
  }

  private Migration.Schema options() {
    return Migration.Schema.DEFAULT.withFlatten(flatten);
  }
}
