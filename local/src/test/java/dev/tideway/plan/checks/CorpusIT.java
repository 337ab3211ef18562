package dev.tideway.plan.checks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.DatabaseSecret;
import dev.tideway.error.Finding;
import dev.tideway.fixture.CorpusRun;
import dev.tideway.fixture.MigrationFixture;
import dev.tideway.jdbc.Sql;
import dev.tideway.json.Json;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.SourceServer;
import dev.tideway.local.servers.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The corpus of functions/src/test/resources/preflight: each case is a schema, all are planned at once, and each gets exactly the
 * findings it expects. CONTRIBUTING.md says how to add one.
 */
class CorpusIT {
  private static final Path CASES = Path.of("../functions/src/test/resources/preflight");
  private static final DatabaseServer TIDB = TestServers.shared(LocalFlavour.TIDB);
  private static final String PREFIX = "pf_";
  private static final Pattern SCHEMA = Pattern.compile("(?:target )?(pf_[a-z0-9_]+?)(?=[. ]|$).*", Pattern.DOTALL);

  /** One case. */
  private record Case(String name, List<String> create, List<String> target, JsonNode expected) {
    String schema() {
      return PREFIX + name.replace('-', '_');
    }

    boolean appliesTo(LocalFlavour flavour) {
      JsonNode sources = expected.path("sources");
      return sources.isMissingNode() || sources.valueStream().anyMatch(s -> s.asText().equals(flavour.name().toLowerCase(Locale.ROOT)));
    }

    List<String> findings() {
      return expected.get("findings").valueStream().map(f -> f.get("code").asText() + " " + f.get("severity").asText() + " " + f.get("object").asText()).sorted().toList();
    }
  }

  private static List<Case> cases(LocalFlavour flavour) {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().map(CorpusIT::read).filter(c -> c.appliesTo(flavour)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case read(Path folder) {
    try {
      Path target = folder.resolve("target.sql");
      return new Case(
          folder.getFileName().toString(), statements(folder.resolve("create.sql")), Files.exists(target) ? statements(target) : List.of(),
          Json.read(Files.readString(folder.resolve("expect.json")), JsonNode.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> statements(Path file) throws IOException {
    return Arrays.stream(Files.readString(file).split(";\\s*\\n")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  @ParameterizedTest
  @MethodSource("dev.tideway.fixture.CorpusRun#servers")
  void findsWhatEachCaseExpectsAndNothingElse(SourceServer source) throws SQLException {
    CorpusRun corpus = new CorpusRun("plan", source);
    DatabaseServer server = TestServers.shared(source);
    MigrationFixture fixture = new MigrationFixture(server, TIDB);
    // the administrator sees triggers and events, too
    fixture.secret("source", new DatabaseSecret(server.host(), server.port(), server.admin().user(), server.admin().password()));
    try (Connection from = fixture.atSource();
        Connection to = fixture.atTarget()) {
      MigrationFixture.execute(from, "SET sql_mode = ''", "SET sql_log_bin = 0");
      List<Case> cases = cases(source.flavour()).stream().filter(one -> corpus.takes(one.name(), () -> make(from, one))).toList();
      corpus.write();
      for (Case one : cases) {
        String name = Sql.name(one.schema());
        MigrationFixture.execute(to, "DROP DATABASE IF EXISTS " + name);
        if (!one.target().isEmpty()) {
          MigrationFixture.execute(to, "CREATE DATABASE " + name, "USE " + name);
          MigrationFixture.execute(to, one.target().toArray(String[]::new));
        }
      }
      try {
        fixture.select(cases.stream().map(Case::schema).toArray(String[]::new));
        Map<String, List<String>> found = byCase(new PlanChain(fixture, () -> () -> Duration.ofMinutes(10)).withoutDryRun());
        Map<String, List<String>> expected = new TreeMap<>();
        cases.forEach(c -> expected.put(c.schema(), c.findings()));
        Map<String, List<String>> actual = new TreeMap<>();
        cases.forEach(c -> actual.put(c.schema(), found.getOrDefault(c.schema(), List.of())));
        assertThat(actual).isEqualTo(expected);
      } finally {
        for (Case one : cases) {
          MigrationFixture.execute(from, "DROP DATABASE " + Sql.name(one.schema()));
          MigrationFixture.execute(to, "DROP DATABASE IF EXISTS " + Sql.name(one.schema()));
        }
        MigrationFixture.execute(from, "DROP USER IF EXISTS 'column reader'@'%'");
      }
    }
  }

  private static void make(Connection from, Case one) throws SQLException {
    String name = Sql.name(one.schema());
    MigrationFixture.execute(from, "DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", "USE " + name);
    try (Statement statement = from.createStatement()) {
      for (String sql : one.create()) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      MigrationFixture.execute(from, "DROP DATABASE " + name);
      throw e;
    }
  }

  private static Map<String, List<String>> byCase(List<Finding> findings) {
    Map<String, List<String>> found = new TreeMap<>();
    for (Finding finding : findings) {
      Matcher schema = SCHEMA.matcher(finding.object());
      if (schema.matches()) {
        assertThat(finding.fix()).as(finding.code()).isNotBlank();
        found
            .computeIfAbsent(schema.group(1), s -> new ArrayList<>())
            .add(finding.code() + " " + finding.severity() + " " + finding.object().replaceFirst(Pattern.quote(schema.group(1)), "{db}"));
      }
    }
    found.values().forEach(list -> list.sort(null));
    return found;
  }
}
