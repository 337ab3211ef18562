package dev.tideway.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.fixture.CorpusRun;
import dev.tideway.fixture.Pair;
import dev.tideway.json.Json;
import dev.tideway.local.Checkout;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.SourceServer;
import dev.tideway.model.Inventory;
import dev.tideway.run.Migration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every case of functions/src/test/resources/verify, in both directions: no false alarm, no missed difference, and the repair SQL fixes each. */
class CorpusIT {
  private static final int CHUNK_ROWS = 10;

  /** One pair of tables. */
  private record Case(String name, Path directory, JsonNode expect) {
    String table(boolean reversed) {
      return "`" + name + (reversed ? "~" : "") + "`";
    }

    List<String> statements(String file, boolean reversed) {
      Path path = directory.resolve(file);
      if (!Files.exists(path)) {
        return List.of();
      }
      return text(path).lines().filter(line -> !line.isBlank()).map(line -> line.replaceAll(";$", "").replace("{t}", table(reversed))).toList();
    }

    boolean of(LocalFlavour flavour) {
      return !expect.has("flavours") || StreamSupport.stream(expect.get("flavours").spliterator(), false).anyMatch(f -> f.asText().equals(flavour.name()));
    }

    /** Why the expectation does not hold on a server. */
    Optional<String> exception(SourceServer server) {
      return Optional.ofNullable(expect.path("except").path(server.label()).textValue());
    }

    List<String> mismatches(boolean reversed) {
      List<String> all = new ArrayList<>();
      boolean own = reversed && expect.has("reversed");
      for (JsonNode each : expect.get(own ? "reversed" : "mismatches")) {
        String kind = each.get("kind").asText();
        String seen = !reversed || own ? kind : switch (kind) {
          case "missing" -> "extra";
          case "extra" -> "missing";
          default -> kind;
        };
        Map<String, String> key = new HashMap<>();
        each.get("key").properties().forEach(part -> key.put(part.getKey(), part.getValue().asText()));
        List<String> columns = new ArrayList<>();
        each.path("columns").forEach(column -> columns.add(column.asText()));
        all.add(name + ": " + line(seen, key, columns, each.path("copies").asLong(1)));
      }
      return all;
    }
  }

  private static String line(String kind, Map<String, String> key, List<String> columns, long copies) {
    return kind + " " + (key.containsKey(Mismatch.ROW_DIGEST) ? Map.of() : new java.util.TreeMap<>(key)) + " " + columns.stream().sorted().toList() + " x" + copies;
  }

  private static List<Case> cases(LocalFlavour flavour) throws IOException {
    Path root = Checkout.root().resolve("functions/src/test/resources/verify");
    try (Stream<Path> directories = Files.list(root)) {
      return directories.sorted()
          .map(directory -> new Case(directory.getFileName().toString(), directory, read(directory.resolve("expect.json"))))
          .filter(each -> each.of(flavour))
          .toList();
    }
  }

  private static JsonNode read(Path file) {
    return Json.read(text(file), JsonNode.class);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.tideway.fixture.CorpusRun#servers")
  void findsExactlyTheDifferencesOfEveryCase(SourceServer server) throws SQLException, IOException {
    List<Case> all = cases(server.flavour());
    assertThat(all).hasSizeGreaterThan(120);
    CorpusRun corpus = new CorpusRun("verification", server);
    try (Pair pair = new Pair(server)) {
      List<String> expected = new ArrayList<>();
      List<Case> cases = new ArrayList<>();
      for (Case each : all) {
        Optional<String> exception = each.exception(server);
        exception.ifPresent(reason -> corpus.leavesOut(each.name(), reason));
        if (exception.isEmpty() && corpus.takes(each.name(), () -> make(pair, each))) {
          cases.add(each);
          for (boolean reversed : new boolean[] {false, true}) {
            fill(pair, each, reversed);
            expected.addAll(each.mismatches(reversed));
          }
        }
      }
      corpus.write();
      List<String> repair = new ArrayList<>();
      VerificationResult result = verify(pair, repair);
      assertThat(without(expected, lines(result))).as("missed").isEmpty();
      assertThat(without(lines(result), expected)).as("false alarms").isEmpty();
      assertThat(result.tables()).hasSize(2 * cases.size());

      for (String statement : repair) {
        if (!statement.startsWith("--")) {
          pair.target(statement.replaceAll(";$", ""));
        }
      }
      // no statement can fix what the target computes by itself
      assertThat(lines(verify(pair, new ArrayList<>()))).allMatch(line -> line.startsWith("generated-"));
    }
  }

  private static List<String> without(List<String> all, List<String> some) {
    List<String> rest = new ArrayList<>(all);
    some.forEach(rest::remove);
    return rest;
  }

  /** Creates the case's tables and fills the source's with both sides' rows, because each side's rows were once the source's. */
  private static void make(Pair pair, Case each) throws SQLException {
    try {
      for (boolean reversed : new boolean[] {false, true}) {
        pair.source(each.statements("create.sql", reversed).toArray(String[]::new));
        pair.source(each.statements("create.source.sql", reversed).toArray(String[]::new));
        pair.source(each.statements(reversed ? "target.sql" : "source.sql", reversed).toArray(String[]::new));
      }
    } catch (SQLException e) {
      pair.source("DROP TABLE IF EXISTS " + each.table(false) + ", " + each.table(true));
      throw e;
    }
  }

  private static void fill(Pair pair, Case each, boolean reversed) throws SQLException {
    try {
      pair.target(each.statements("create.sql", reversed).toArray(String[]::new));
      pair.target(each.statements("create.target.sql", reversed).toArray(String[]::new));
      pair.target(each.statements(reversed ? "source.sql" : "target.sql", reversed).toArray(String[]::new));
    } catch (SQLException e) {
      throw new SQLException(each.name() + ": " + e.getMessage(), e);
    }
  }

  private static List<String> lines(VerificationResult result) {
    return result.mismatches().stream()
        .map(m -> m.table().table().replace("~", "") + ": " + line(m.kind().name(), m.key(), m.columns(), m.copies()))
        .toList();
  }

  private static VerificationResult verify(Pair pair, List<String> repair) {
    Inventory inventory = pair.inventory();
    Verifier.Settings settings = new Verifier.Settings(
        4, CHUNK_ROWS, Migration.Compare.full, 10, Duration.ofMillis(20), true, Optional.empty());
    return new Verifier(side -> pair.databases().read(endpoint(side.name())), settings, (table, rows, mismatches) -> {}).run(inventory, repair::add);
  }

  private static Migration.Endpoint endpoint(String name) {
    return new Migration.Endpoint(name, Migration.Tls.none, Optional.empty());
  }
}
