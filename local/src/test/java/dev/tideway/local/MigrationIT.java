package dev.tideway.local;

import dev.tideway.local.database.DatabaseServer;
import dev.tideway.local.database.Flavour;
import dev.tideway.local.database.TestServers;
import dev.tideway.local.sample.RandomDatabase;
import dev.tideway.local.sample.RandomWorkload;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Schemas that no code knows, migrated while they are written to: what {@link MatrixIT} does with the sample database. */
@EndToEnd
final class MigrationIT {
  @ParameterizedTest
  @EnumSource(value = Flavour.class, names = {"MARIADB", "MYSQL"})
  void movesASchemaThatNoCodeKnows(Flavour flavour) throws Exception {
    DatabaseServer source = TestServers.ofTheApplication(flavour);
    RandomDatabase random = new RandomDatabase(flavour == Flavour.MARIADB ? 101 : 102);
    WholeMigration.dropOnTarget(List.of(random.schema()));
    try (Connection connection = source.connect(source.admin())) {
      random.create(connection);
    }
    RandomDatabase.fill(source, random.schema(), 500, 7);
    WholeMigration.migrateAndCompare(source, List.of(random.schema()), RandomWorkload.over(source, random.schema()));
  }
}
