package dev.tideway.local;

import dev.tideway.local.demo.DemoDatabase;
import dev.tideway.local.demo.DemoWorkload;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.SourceServer;
import dev.tideway.local.servers.TestServers;
import java.sql.Connection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The main job, from every source server: a real database, with writes all the time, migrated into a real TiDB by the deployed application. A separate
 * comparison over JDBC decides, not Tideway's verification.
 */
@EndToEnd
final class MatrixIT {
  @ParameterizedTest
  @EnumSource(SourceServer.class)
  void movesTheSampleDatabaseWhileItIsWrittenTo(SourceServer server) throws Exception {
    DatabaseServer source = TestServers.ofTheApplication(server);
    WholeMigration.dropOnTarget(DemoDatabase.SCHEMAS);
    try (Connection connection = source.connect(source.admin())) {
      DemoDatabase.create(connection);
      DemoDatabase.fill(connection, 5_000, 7, line -> {});
    }
    WholeMigration.migrateAndCompare(source, DemoDatabase.SCHEMAS, new DemoWorkload());
  }
}
