package dev.tideway.local;

import dev.tideway.local.demo.RandomDatabase;
import dev.tideway.local.demo.RandomWorkload;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Random schemas, migrated with writes: what {@link MatrixIT} does with the sample database. */
@EndToEnd
final class MigrationIT {
  @Test
  void migratesARandomSchemaFromEachOfTwoSources() throws Exception {
    Together.run(List.of(() -> move(LocalFlavour.MARIADB, 101), () -> move(LocalFlavour.MYSQL, 102)));
  }

  private static Void move(LocalFlavour flavour, int seed) throws Exception {
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
