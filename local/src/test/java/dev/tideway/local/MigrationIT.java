package dev.tideway.local;

import dev.tideway.local.database.DatabaseServer;
import dev.tideway.local.database.Flavour;
import dev.tideway.local.database.TestServers;
import dev.tideway.local.sample.RandomDatabase;
import dev.tideway.local.sample.RandomWorkload;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Schemas that no code knows, migrated while they are written to: what {@link MatrixIT} does with the sample database. */
@EndToEnd
final class MigrationIT {
  @Test
  void movesASchemaThatNoCodeKnowsFromEachOfTwoSources() throws Exception {
    Together.run(List.of(() -> move(Flavour.MARIADB, 101), () -> move(Flavour.MYSQL, 102)));
  }

  private static Void move(Flavour flavour, int seed) throws Exception {
    DatabaseServer source = TestServers.ofTheApplication(flavour);
    RandomDatabase random = new RandomDatabase(seed);
    WholeMigration.dropOnTarget(List.of(random.schema()));
    try (Connection connection = source.connect(source.admin())) {
      random.create(connection);
    }
    RandomDatabase.fill(source, random.schema(), 500, 7);
    WholeMigration.migrateAndCompare(source, List.of(random.schema()), RandomWorkload.over(source, random.schema()));
    return null;
  }
}
