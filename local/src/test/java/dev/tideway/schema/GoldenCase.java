package dev.tideway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.run.Migration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One golden case: a folder with {@code source.sql} (statements, each ended by a semicolon at the end of a line), {@code expected.sql} (the
 * plan's statements) and {@code expect.json}. Members of the latter, all but {@code findings} optional:
 *
 * <ul>
 *   <li>{@code sources}: which servers take the source, {@code mysql} and {@code mariadb} if absent
 *   <li>{@code target}: a TiDB version whose capabilities are assumed; the plan is then not applied, since the test's TiDB is another
 *   <li>{@code variables}: global variables of the target
 *   <li>{@code schema}: the request's member of that name
 *   <li>{@code findings}: code, severity, object and rule of each finding; {@code findingsOfMariadb} where they differ
 *   <li>{@code replay}: why the plan cannot run on MySQL 8.0.15 too
 * </ul>
 *
 * {@code expected.mariadb.sql} stands beside {@code expected.sql} where the two sources' catalogues differ.
 */
record GoldenCase(Path folder, JsonNode expect) {
  static final String SCHEMA = "golden";
  private static final Path ROOT = Path.of("../functions/src/test/resources/schema");

  static List<String> names() {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.map(f -> f.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static GoldenCase of(String name) {
    Path folder = ROOT.resolve(name);
    return new GoldenCase(folder, Json.read(read(folder.resolve("expect.json")), JsonNode.class));
  }

  List<String> statements() {
    return Arrays.stream(read(folder.resolve("source.sql")).split(";\\s*\\R")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  List<LocalFlavour> sources() {
    List<LocalFlavour> all = List.of(LocalFlavour.MYSQL, LocalFlavour.MARIADB);
    if (!expect.has("sources")) {
      return all;
    }
    List<String> named = texts("sources");
    return all.stream().filter(f -> named.contains(f.name().toLowerCase(Locale.ROOT))).toList();
  }

  Optional<String> target() {
    return Optional.ofNullable(expect.path("target").textValue());
  }

  boolean replayed() {
    return !expect.has("replay");
  }

  Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    expect.path("variables").properties().forEach(v -> variables.put(v.getKey(), v.getValue().textValue()));
    return variables;
  }

  Migration.Schema options() {
    ObjectNode options = (ObjectNode) Json.tree(Migration.Schema.DEFAULT);
    expect.path("schema").properties().forEach(o -> options.set(o.getKey(), o.getValue()));
    return Json.convert(options, Migration.Schema.class);
  }

  String expected(LocalFlavour source) {
    return read(Files.exists(own()) && source == LocalFlavour.MARIADB ? own() : folder.resolve("expected.sql"));
  }

  List<String> findings(LocalFlavour source) {
    return texts(source == LocalFlavour.MARIADB && expect.has("findingsOfMariadb") ? "findingsOfMariadb" : "findings");
  }

  /** Writes the results as expected values; read them critically before you commit them. */
  void write(Map<LocalFlavour, String> plans, Map<LocalFlavour, List<String>> findings) {
    LocalFlavour first = plans.containsKey(LocalFlavour.MYSQL) ? LocalFlavour.MYSQL : LocalFlavour.MARIADB;
    ObjectNode written = expect.deepCopy();
    written.set("findings", Json.tree(findings.get(first)));
    written.remove("findingsOfMariadb");
    try {
      Files.writeString(folder.resolve("expected.sql"), plans.get(first));
      Files.deleteIfExists(own());
      if (plans.size() == 2 && !plans.get(LocalFlavour.MARIADB).equals(plans.get(first))) {
        Files.writeString(own(), plans.get(LocalFlavour.MARIADB));
      }
      if (findings.size() == 2 && !findings.get(LocalFlavour.MARIADB).equals(findings.get(first))) {
        written.set("findingsOfMariadb", Json.tree(findings.get(LocalFlavour.MARIADB)));
      }
      Files.writeString(folder.resolve("expect.json"), Json.pretty(written) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path own() {
    return folder.resolve("expected.mariadb.sql");
  }

  private List<String> texts(String member) {
    List<String> texts = new ArrayList<>();
    expect.path(member).forEach(t -> texts.add(t.textValue()));
    return texts;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
