package dev.tideway.schema;

import dev.tideway.error.Finding;
import dev.tideway.error.Severity;
import dev.tideway.fixture.CorpusRun;
import dev.tideway.fixture.MigrationFixture;
import dev.tideway.jdbc.Sql;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.SourceServer;
import dev.tideway.local.servers.TestServers;
import dev.tideway.model.Inventory;
import dev.tideway.model.SchemaAccess;
import dev.tideway.model.Server;
import dev.tideway.schema.drift.Difference;
import dev.tideway.schema.drift.TargetReader;
import dev.tideway.schema.drift.TargetSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The golden cases on real servers: source DDL is applied, read, converted, compared, applied to TiDB and read back. To write a new case's expected
 * files, run this test with {@code -Dtideway.golden=write}; then read them critically.
 */
class GoldenSchemaIT {
  /** 1681: deprecated display widths, which TINYINT(1) and ZEROFILL keep. */
  private static final String HARMLESS_WARNING = "1681";

  private static final boolean WRITE = "write".equals(System.getProperty("tideway.golden"));
  private static final DatabaseServer TIDB = TestServers.shared(LocalFlavour.TIDB);
  private static final Map<DatabaseServer, Connection> CONNECTIONS = new HashMap<>();
  private static final Map<DatabaseServer, Server> SERVERS = new HashMap<>();

  private static Connection connection(DatabaseServer server) throws SQLException {
    if (!CONNECTIONS.containsKey(server)) {
      CONNECTIONS.put(server, server.connect(server.admin()));
      SERVERS.put(server, SchemaAccess.server(CONNECTIONS.get(server)));
    }
    return CONNECTIONS.get(server);
  }

  @AfterAll
  static void disconnect() throws SQLException {
    for (Connection connection : CONNECTIONS.values()) {
      connection.close();
    }
    CONNECTIONS.clear();
  }

  static List<String> cases() {
    return GoldenCase.names();
  }

  @Test
  void coversEveryRule() {
    assertThat(GoldenCase.names()).hasSizeGreaterThanOrEqualTo(120);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void convertsAsExpected(String name) throws SQLException {
    GoldenCase golden = GoldenCase.of(name);
    Map<LocalFlavour, String> plans = new EnumMap<>(LocalFlavour.class);
    Map<LocalFlavour, List<String>> findings = new EnumMap<>(LocalFlavour.class);
    Map<String, SchemaPlan> applied = new java.util.LinkedHashMap<>();
    for (LocalFlavour source : golden.sources()) {
      DatabaseServer server = TestServers.shared(source);
      create(golden, server);
      SchemaAccess.Reading reading = read(golden, server);
      // of tables that are not small, so that each index has its own statement in the golden text
      Inventory inventory = reading.inventory().withTables(reading.inventory().tables().stream().map(t -> t.withRows(1_000_000)).toList());
      Conversion conversion = Conversion.of(inventory, golden.options());
      List<Finding> all = Stream.concat(reading.findings().stream(), conversion.findings().stream()).toList();
      plans.put(source, print(conversion.plan()));
      findings.put(source, all.stream().map(GoldenSchemaIT::line).sorted().toList());
      if (golden.target().isEmpty() && all.stream().noneMatch(f -> f.severity() == Severity.blocker)) {
        applied.put(plans.get(source), conversion.plan());
      }
    }
    if (WRITE) {
      golden.write(plans, findings);
      golden = GoldenCase.of(name);
    }
    for (LocalFlavour source : golden.sources()) {
      assertThat(plans.get(source)).as("plan from %s", source).isEqualTo(golden.expected(source));
      assertThat(findings.get(source)).as("findings from %s", source).isEqualTo(golden.findings(source));
    }
    for (SchemaPlan plan : applied.values()) {
      assertThat(apply(golden, plan)).as("errors and warnings of the target").isEmpty();
      assertThat(differences(plan)).as("differences of the target from the plan").isEmpty();
      if (golden.replayed()) {
        assertThat(replay(plan)).as("errors of MySQL").isEmpty();
      }
    }
  }

  /** Catalogues print differently from version to version, so this compares the outcome: the target accepts the plan and contains what it defines. */
  @ParameterizedTest
  @MethodSource("dev.tideway.fixture.CorpusRun#servers")
  void makesOnTheTargetWhatItPlansFromEveryServer(SourceServer source) throws SQLException {
    DatabaseServer server = TestServers.shared(source);
    CorpusRun corpus = new CorpusRun("golden schemas", source);
    Map<String, List<String>> troubles = new TreeMap<>();
    for (String name : GoldenCase.names()) {
      GoldenCase golden = GoldenCase.of(name);
      if (golden.sources().contains(source.flavour()) && corpus.takes(name, () -> create(golden, server))) {
        List<String> found = troubles(golden, server);
        if (!found.isEmpty()) {
          troubles.put(name, found);
        }
      }
    }
    corpus.write();
    assertThat(troubles).isEmpty();
  }

  private static List<String> troubles(GoldenCase golden, DatabaseServer server) throws SQLException {
    SchemaAccess.Reading reading = read(golden, server);
    Conversion conversion = Conversion.of(reading.inventory(), golden.options());
    if (golden.target().isPresent()
        || Stream.concat(reading.findings().stream(), conversion.findings().stream()).anyMatch(f -> f.severity() == Severity.blocker)) {
      return List.of();
    }
    List<String> troubles = new ArrayList<>(apply(golden, conversion.plan()));
    troubles.addAll(differences(conversion.plan()));
    return troubles;
  }

  private static void create(GoldenCase golden, DatabaseServer source) throws SQLException {
    Connection from = connection(source);
    MigrationFixture.execute(
        from, "SET foreign_key_checks = 0", "SET sql_mode = ''", "DROP DATABASE IF EXISTS " + GoldenCase.SCHEMA,
        "CREATE DATABASE " + GoldenCase.SCHEMA + " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci", "USE " + GoldenCase.SCHEMA);
    try (Statement statement = from.createStatement()) {
      for (String sql : golden.statements()) {
        statement.execute(sql);
      }
    }
  }

  private static SchemaAccess.Reading read(GoldenCase golden, DatabaseServer source) throws SQLException {
    Connection from = connection(source);
    connection(TIDB);
    Server tidb = SERVERS.get(TIDB);
    String version = golden.target().map(v -> "8.0.11-TiDB-v" + v).orElse(tidb.version());
    return SchemaAccess.read(from, SERVERS.get(source), SchemaAccess.as(tidb, version, golden.variables()), GoldenCase.SCHEMA);
  }

  private static String print(SchemaPlan plan) {
    return plan.statements().stream().map(s -> s.sql() + ";\n").collect(Collectors.joining());
  }

  private static String line(Finding finding) {
    String object = finding.object().startsWith(GoldenCase.SCHEMA + ".") ? finding.object().substring(GoldenCase.SCHEMA.length() + 1) : finding.object();
    return finding.code() + " " + finding.severity() + " " + object + finding.rule().map(r -> " by " + r).orElse("");
  }

  /** Runs the plan on the target; returns its errors and warnings. */
  private static List<String> apply(GoldenCase golden, SchemaPlan plan) throws SQLException {
    Connection to = connection(TIDB);
    List<String> troubles = new ArrayList<>();
    MigrationFixture.execute(to, "SET foreign_key_checks = 0", "SET sql_mode = 'STRICT_TRANS_TABLES'", "DROP DATABASE IF EXISTS " + GoldenCase.SCHEMA);
    for (Map.Entry<String, String> variable : golden.variables().entrySet()) {
      MigrationFixture.execute(to, "SET GLOBAL " + variable.getKey() + " = " + Sql.quoted(variable.getValue()));
    }
    try (Statement statement = to.createStatement()) {
      for (SchemaPlan.Statement planned : plan.statements()) {
        try {
          statement.execute(planned.sql());
          for (String warning : statement.getWarnings() == null ? List.<String>of() : MigrationFixture.rows(to, "SHOW WARNINGS")) {
            if (warning.startsWith("Warning|") && !warning.contains("|" + HARMLESS_WARNING + "|")) {
              troubles.add(planned.object() + ": " + warning);
            }
          }
          statement.clearWarnings();
        } catch (SQLException e) {
          troubles.add(planned.object() + ": " + e.getErrorCode() + " " + e.getMessage() + "\n" + planned.sql());
        }
      }
    }
    for (String variable : golden.variables().keySet()) {
      MigrationFixture.execute(to, "SET GLOBAL " + variable + " = DEFAULT");
    }
    return troubles;
  }

  private static List<String> differences(SchemaPlan plan) throws SQLException {
    TargetSchema found = new TargetReader(connection(TIDB), UnaryOperator.identity()).read(List.of(GoldenCase.SCHEMA));
    return new Drift(plan, Optional.empty()).of(found, EnumSet.allOf(Stage.class), List.of()).stream().map(Difference::line).toList();
  }

  /** The same statements on MySQL: a plan can be stored, and tested without TiDB. */
  private static List<String> replay(SchemaPlan plan) throws SQLException {
    Connection mysql = connection(TestServers.shared(LocalFlavour.MYSQL));
    MigrationFixture.execute(mysql, "SET foreign_key_checks = 0", "SET sql_mode = 'STRICT_TRANS_TABLES'", "DROP DATABASE IF EXISTS " + GoldenCase.SCHEMA);
    List<String> troubles = new ArrayList<>();
    try (Statement statement = mysql.createStatement()) {
      for (SchemaPlan.Statement planned : plan.statements()) {
        try {
          statement.execute(planned.sql());
        } catch (SQLException e) {
          troubles.add(planned.object() + ": " + e.getErrorCode() + " " + e.getMessage() + "\n" + planned.sql());
        }
      }
    }
    return troubles;
  }
}
