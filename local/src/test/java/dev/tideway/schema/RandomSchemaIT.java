package dev.tideway.schema;

import dev.tideway.error.Finding;
import dev.tideway.error.Severity;
import dev.tideway.fixture.MigrationFixture;
import dev.tideway.jdbc.Sql;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import dev.tideway.model.SchemaAccess;
import dev.tideway.model.Server;
import dev.tideway.run.Migration;
import dev.tideway.schema.SchemaPlan.PlannedSchema;
import dev.tideway.schema.SchemaPlan.PlannedTable;
import dev.tideway.schema.drift.Difference;
import dev.tideway.schema.drift.TargetReader;
import dev.tideway.schema.drift.TargetSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The target creates random tables exactly as planned. A table is named after its seed, which every failure shows. */
class RandomSchemaIT {
  private static final String SCHEMA = "random tables";

  @ParameterizedTest
  @CsvSource({"MYSQL, 1, 250", "MARIADB, 251, 500"})
  void makesRandomTablesAsPlanned(LocalFlavour source, long first, long last) throws SQLException {
    DatabaseServer sourceServer = TestServers.shared(source);
    DatabaseServer targetServer = TestServers.shared(LocalFlavour.TIDB);
    try (Connection from = sourceServer.connect(sourceServer.admin());
        Connection to = targetServer.connect(targetServer.admin())) {
      MigrationFixture.execute(
          from, "SET sql_mode = ''", "DROP DATABASE IF EXISTS " + Sql.name(SCHEMA), "CREATE DATABASE " + Sql.name(SCHEMA), "USE " + Sql.name(SCHEMA));
      for (long seed = first; seed <= last; seed++) {
        MigrationFixture.execute(from, RandomSchema.table(seed, "seed " + seed));
      }
      Server tidb = SchemaAccess.server(to);
      SchemaAccess.Reading reading = SchemaAccess.read(from, SchemaAccess.server(from), tidb, SCHEMA);
      Conversion conversion = Conversion.of(reading.inventory(), Migration.Schema.DEFAULT);
      assertThat(conversion.findings()).filteredOn(f -> f.severity() == Severity.blocker).extracting(Finding::line).isEmpty();

      assertThat(apply(to, conversion.plan())).isEmpty();

      TargetSchema found = new TargetReader(to, UnaryOperator.identity()).read(List.of(SCHEMA));
      List<Difference> differences = new Drift(conversion.plan(), Optional.empty()).of(found, EnumSet.allOf(Stage.class), List.of());
      assertThat(conversion.plan().tables()).hasSize((int) (last - first + 1));
      assertThat(differences).extracting(Difference::line).isEmpty();
    }
  }

  /**
   * Every type with every option that a source prints for it, one column each: a difference that read-back finds here is a difference or a fault of the
   * reading.
   */
  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MYSQL", "MARIADB"})
  void makesEveryTypeAsPlanned(LocalFlavour source) throws SQLException {
    DatabaseServer sourceServer = TestServers.shared(source);
    DatabaseServer targetServer = TestServers.shared(LocalFlavour.TIDB);
    try (Connection from = sourceServer.connect(sourceServer.admin());
        Connection to = targetServer.connect(targetServer.admin())) {
      MigrationFixture.execute(
          from, "SET sql_mode = ''", "DROP DATABASE IF EXISTS " + Sql.name(SCHEMA), "CREATE DATABASE " + Sql.name(SCHEMA) + " CHARACTER SET utf8mb4",
          "USE " + Sql.name(SCHEMA));
      List<String> tables = EveryType.tables(source == LocalFlavour.MARIADB);
      for (String table : tables) {
        MigrationFixture.execute(from, table);
      }
      SchemaAccess.Reading reading = SchemaAccess.read(from, SchemaAccess.server(from), SchemaAccess.server(to), SCHEMA);
      Conversion conversion = Conversion.of(reading.inventory(), Migration.Schema.DEFAULT);
      assertThat(conversion.findings()).filteredOn(f -> f.severity() == Severity.blocker).extracting(Finding::line).isEmpty();
      assertThat(apply(to, conversion.plan())).isEmpty();

      TargetSchema found = new TargetReader(to, UnaryOperator.identity()).read(List.of(SCHEMA));
      assertThat(found.tables()).hasSameSizeAs(tables);
      assertThat(new Drift(conversion.plan(), Optional.empty()).of(found, EnumSet.allOf(Stage.class), List.of())).extracting(Difference::line).isEmpty();
    }
  }

  /** Runs the plan, with one statement for all indexes of a table that are not created with it; returns the target's errors. */
  private static List<String> apply(Connection to, SchemaPlan plan) throws SQLException {
    List<String> refused = new ArrayList<>();
    try (Statement statement = to.createStatement()) {
      statement.execute("SET sql_mode = 'STRICT_TRANS_TABLES'");
      statement.execute("DROP DATABASE IF EXISTS " + Sql.name(SCHEMA));
      for (PlannedSchema schema : plan.schemas()) {
        statement.execute(schema.sql());
      }
      for (PlannedTable table : plan.tables()) {
        List<String> statements = new ArrayList<>(List.of(table.create()));
        List<String> later =
            table.indexes().stream().filter(i -> !Planning.madeWithTheTable(table.model(), i.unique())).map(SchemaPlan.PlannedIndex::clause).toList();
        if (!later.isEmpty()) {
          statements.add(Ddl.alter(table.id(), String.join(", ", later)));
        }
        for (String sql : statements) {
          try {
            statement.execute(sql);
          } catch (SQLException e) {
            refused.add(table.id() + ": " + e.getErrorCode() + " " + e.getMessage() + "\n" + sql);
          }
        }
      }
    }
    return refused;
  }
}
