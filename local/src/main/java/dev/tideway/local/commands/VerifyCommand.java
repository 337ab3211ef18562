package dev.tideway.local.commands;

import dev.tideway.error.TidewayException;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.json.Json;
import dev.tideway.model.CatalogPair;
import dev.tideway.model.Inventory;
import dev.tideway.model.Side;
import dev.tideway.model.Table;
import dev.tideway.run.Migration;
import dev.tideway.run.Migration.SchemaSelection;
import dev.tideway.verify.Mismatch;
import dev.tideway.verify.VerificationResult;
import dev.tideway.verify.VerificationResult.TableResult;
import dev.tideway.verify.Verifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compares two MySQL-compatible databases row by row, without AWS and while both may be written to.",
      "Reads only. Exit code 0: equal; 1: different; 2: could not compare.",
      "",
      "A URL is " + Address.FORM + "; special characters percent-encoded.",
      "A password that is not in the URL is taken from the password file, else from TIDEWAY_SOURCE_PASSWORD and TIDEWAY_TARGET_PASSWORD.",
      ""
    })
public final class VerifyCommand implements Callable<Integer> {
  private static final int EQUAL = 0;
  private static final int DIFFERENT = 1;
  private static final int UNKNOWN = 2;
  private static final int SHOWN = 20;

  @Spec private CommandSpec spec;

  @Mixin private DatabaseEndpoints endpoints;

  @Option(names = "--schemas", paramLabel = "NAME", split = ",", description = "Schemas, with commas (default: all but the system's).")
  private List<String> schemas = List.of();

  @Option(names = "--tables", paramLabel = "SCHEMA.TABLE", split = ",", description = "Tables, with commas (default: all of the schemas).")
  private List<String> tables = List.of();

  @Option(names = "--compare", defaultValue = "full", description = "${COMPLETION-CANDIDATES}: every row, every row of some chunks, only the number of rows (default: ${DEFAULT-VALUE}).")
  private Migration.Compare compare;

  @Option(names = "--sample-percent", paramLabel = "N", defaultValue = "10", description = "Share of the chunks that sampled compares (default: ${DEFAULT-VALUE}).")
  private int samplePercent;

  @Option(names = "--threads", paramLabel = "N", defaultValue = "4", description = "Chunks compared at once, each with one connection per side (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(names = "--chunk-rows", paramLabel = "N", defaultValue = "50000", description = "Rows of a chunk (default: ${DEFAULT-VALUE}).")
  private int chunkRows;

  @Option(names = "--lag", paramLabel = "SECONDS", defaultValue = "2", description = "How long a change may take to arrive at the target (default: ${DEFAULT-VALUE}).")
  private double lag;

  @Option(names = "--still", description = "Nobody writes to either database: a row that keeps changing is a difference.")
  private boolean still;

  @Option(names = "--max-threads-running", paramLabel = "N", description = "Pause while more sessions of other accounts run on the source.")
  private Integer threadsRunning;

  @Option(names = "--max-probe-millis", paramLabel = "N", description = "Pause while the source takes longer to answer a short query.")
  private Integer probeMillis;

  @Option(names = "--share-percent", paramLabel = "N", description = "Percentage of the time for reading the source while sessions of other accounts run on it; 100: no limit.")
  private Integer sharePercent;

  @Option(names = "--result", paramLabel = "FILE", description = "Write the result as JSON: counts, keys, digests and their SQL.")
  private Path result;

  @Option(names = "--repair", paramLabel = "FILE", description = "Write SQL that would make the target equal. The command never runs it.")
  private Path repair;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      check();
      Map<Side, Address> addresses = Map.of(Side.source, endpoints.source(), Side.target, endpoints.target());
      try {
        return run(addresses);
      } catch (TidewayException e) {
        err.println("tideway: could not compare: " + e.getMessage());
        err.println("between " + addresses.get(Side.source) + " and " + addresses.get(Side.target));
        return UNKNOWN;
      }
    } catch (Address.Malformed e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage());
    } catch (IOException e) {
      err.println("tideway: could not compare: the file cannot be written: " + e.getMessage());
      return UNKNOWN;
    }
  }

  private void check() {
    if (threads < 1 || threads > 100 || chunkRows < 100 || samplePercent < 1 || samplePercent > 100 || lag < 0) {
      throw new Address.Malformed("--threads is 1 to 100, --chunk-rows at least 100, --sample-percent 1 to 100, --lag not negative");
    }
    if (!schemas.isEmpty() && !tables.isEmpty()) {
      throw new Address.Malformed("--tables names schemas itself: leave --schemas out");
    }
  }

  /** JDK 22 to 24 always return a console; JDK 25 returns one only for a terminal. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean onTerminal() {
    return System.console() != null && System.console().isTerminal();
  }

  private int run(Map<Side, Address> addresses) throws IOException {
    Verifier.Connections connections = side -> DatabaseEndpoints.open(addresses.get(side));
    Inventory inventory = inventory(connections);
    PrintWriter err = spec.commandLine().getErr();
    ProgressBar bar = new ProgressBar(err, onTerminal(), inventory.tables().stream().mapToLong(Table::rows).sum());
    List<String> statements = new ArrayList<>();
    VerificationResult found;
    try {
      found = new Verifier(connections, settings(), bar).run(inventory, statements::add);
    } finally {
      bar.end();
    }
    if (result != null) {
      Files.writeString(result, Json.pretty(found) + "\n");
    }
    if (repair != null && !statements.isEmpty()) {
      Files.write(repair, statements);
    }
    print(found);
    return found.mismatchCount() > 0 || found.verdict() == VerificationResult.Verdict.different ? DIFFERENT : found.busy() > 0 ? UNKNOWN : EQUAL;
  }

  private Verifier.Settings settings() {
    Migration.SourceLimits usual = Migration.SourceLimits.DEFAULT;
    return new Verifier.Settings(
        threads,
        chunkRows,
        compare,
        samplePercent,
        Duration.ofMillis((long) (lag * 1000)),
        still,
        Optional.of(new Migration.SourceLimits(
            Optional.ofNullable(threadsRunning).orElse(usual.threadsRunning()),
            Optional.ofNullable(probeMillis).orElse(usual.probeMillis()),
            Optional.ofNullable(sharePercent).orElse(usual.sharePercent()))));
  }

  private Inventory inventory(Verifier.Connections connections) {
    return DatabaseErrors.during("connecting", () -> {
      try (Connection from = connections.open(Side.source); Connection to = connections.open(Side.target)) {
        return CatalogPair.read(from, to, selection());
      }
    });
  }

  private List<SchemaSelection> selection() {
    Map<String, List<String>> selection = new LinkedHashMap<>();
    schemas.forEach(schema -> selection.put(schema, List.of()));
    for (String table : tables) {
      int dot = table.indexOf('.');
      if (dot <= 0 || dot == table.length() - 1) {
        throw new Address.Malformed("--tables names tables as schema.table");
      }
      selection.computeIfAbsent(table.substring(0, dot), any -> new ArrayList<>()).add(table.substring(dot + 1));
    }
    return selection.entrySet().stream().map(entry -> new SchemaSelection(entry.getKey(), entry.getValue())).toList();
  }

  private void print(VerificationResult found) {
    PrintWriter out = spec.commandLine().getOut();
    for (TableResult table : found.tables()) {
      String verdict = table.mismatches() > 0 ? "different" : table.found().busy() > 0 ? "busy" : "equal";
      out.printf(Locale.ROOT, "%-10s %s: %,d rows", verdict, table.table(), table.rows());
      if (table.mismatches() > 0) {
        out.printf(Locale.ROOT, ", %,d missing, %,d extra, %,d changed%s", table.found().missing(), table.found().extra(), table.found().changed(), table.found().truncated() ? " or more" : "");
      }
      if (table.found().busy() > 0) {
        out.printf(Locale.ROOT, ", %,d that kept changing", table.found().busy());
      }
      if (!table.decimals().isEmpty()) {
        out.print(", " + String.join(", ", table.decimals().keySet()) + " in the decimals of the type");
      }
      out.println(table.found().rounded() ? " (some FLOAT or DOUBLE values agree only in the digits that their types define)" : "");
    }
    for (Mismatch mismatch : found.mismatches().subList(0, Math.min(SHOWN, found.mismatches().size()))) {
      out.println("  " + mismatch.kind() + " " + mismatch.table() + " " + mismatch.key() + (mismatch.columns().isEmpty() ? "" : ": " + String.join(", ", mismatch.columns())));
    }
    if (found.mismatchCount() > SHOWN) {
      out.println("  … --result lists more");
    }
    found.confidence().ifPresent(out::println);
    Duration time = Duration.between(found.startedAt(), found.verifiedAt());
    out.printf(Locale.ROOT, "%,d rows of %,d tables in %.1f s: %,d mismatches, %,d busy rows%n",
        found.rows(), found.tables().size(), time.toMillis() / 1000.0, found.mismatchCount(), found.busy());
  }
}
