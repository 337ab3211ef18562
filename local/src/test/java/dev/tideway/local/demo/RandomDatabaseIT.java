package dev.tideway.local.demo;

import dev.tideway.local.servers.Catalogue;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.RowComparator;
import dev.tideway.local.servers.SchemaComparator;
import dev.tideway.local.servers.TableShape;
import dev.tideway.local.servers.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RandomDatabaseIT {
  static Stream<Arguments> everySourceAndSeed() {
    return TestServers.sources().stream().flatMap(flavour -> Stream.of(1L, 2L, 3L, 20_261L).map(seed -> Arguments.of(flavour, seed)));
  }

  @ParameterizedTest
  @MethodSource("everySourceAndSeed")
  void isCreatedFilledAndWrittenTo(LocalFlavour flavour, long seed) throws Exception {
    DatabaseServer server = TestServers.shared(flavour);
    RandomDatabase database = new RandomDatabase(seed);
    try (Connection connection = server.connect(server.admin())) {
      database.create(connection);
      assertThat(RandomDatabase.fill(server, database.schema(), 100, seed)).isBetween(500L, 800L);
      List<TableShape> tables = new Catalogue(connection, flavour).tables(database.schema());
      assertThat(tables).hasSize(8).allSatisfy(table -> assertThat(table.key()).isNotEmpty());
      assertThat(tables).anySatisfy(table -> assertThat(table.columns()).anyMatch(column -> column.generated()));

      try (SampleWriter writer = SampleWriter.start(server, RandomWorkload.over(server, database.schema()), seed, 1_000)) {
        while (writer.counts().transactions() < 300 && writer.running()) {
          Thread.sleep(20);
        }
        assertThat(writer.failure()).isEmpty();
        assertThat(writer.counts().inserts()).isGreaterThan(50);
        assertThat(writer.counts().updates()).isGreaterThan(50);
        assertThat(writer.counts().deletes()).isGreaterThan(20);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void isTheSameOnEveryServer(long seed) throws SQLException {
    RandomDatabase database = new RandomDatabase(seed);
    for (LocalFlavour flavour : LocalFlavour.values()) {
      DatabaseServer server = TestServers.shared(flavour);
      try (Connection connection = server.connect(server.admin())) {
        database.create(connection);
      }
    }
    for (LocalFlavour flavour : TestServers.sources()) {
      assertThat(new SchemaComparator(TestServers.shared(flavour), TestServers.shared(LocalFlavour.TIDB)).compare(List.of(database.schema())))
          .isEmpty();
      RowComparator rows = new RowComparator(TestServers.shared(flavour), TestServers.shared(LocalFlavour.TIDB));
      assertThat(rows.compare(List.of(database.schema()), 5).tables()).isEqualTo(8);
    }
  }
}
