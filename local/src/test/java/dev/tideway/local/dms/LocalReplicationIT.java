package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A task's life over real databases: load, stop, resume, reload, all with writes to the source; then its failures. */
class LocalReplicationIT {
  private static final String LOAD_THEN_STOP = """
      {"FullLoadSettings": {"TargetTablePrepMode": "TRUNCATE_BEFORE_LOAD", "StopTaskCachedChangesNotApplied": true}}
      """;
  private static final String TRUNCATE = """
      {"FullLoadSettings": {"TargetTablePrepMode": "TRUNCATE_BEFORE_LOAD"}}
      """;

  /** A schema on both sides and the resources for a task between them. */
  private record Setup(Cloud cloud, Connection source, Connection target, String schema, String instance, String from, String to)
      implements AutoCloseable {

    static Setup of(LocalFlavour flavour, String schema, String... sourceTables) throws SQLException {
      return of(new Cloud(), flavour, schema, sourceTables);
    }

    static Setup of(Cloud cloud, LocalFlavour flavour, String schema, String... sourceTables) throws SQLException {
      DatabaseServer from = TestServers.shared(flavour);
      DatabaseServer to = TestServers.shared(LocalFlavour.TIDB);
      Connection source = from.connect(from.admin());
      Connection target = to.connect(to.admin());
      for (Connection side : List.of(source, target)) {
        run(side, "CREATE DATABASE " + schema + " CHARACTER SET utf8mb4");
        run(side, sourceTables);
      }
      String instance = cloud.instance();
      // the administrator may lock a table for a moment; without that, a busy table without a key is not loaded exactly
      String sourceArn = cloud.endpoint("source", from, from.admin());
      String targetArn = cloud.endpoint("target", to, to.migration());
      assertThat(cloud.test(instance, sourceArn)).isEqualTo("successful");
      assertThat(cloud.test(instance, targetArn)).isEqualTo("successful");
      return new Setup(cloud, source, target, schema, instance, sourceArn, targetArn);
    }

    String task(String settings) {
      return cloud.task(instance, from, to, "full-load-and-cdc", Cloud.mappings(schema), settings);
    }

    void drained(String task) throws SQLException {
      cloud.awaitDrained(task, SourcePositions.current(source));
    }

    void same(String... tables) throws SQLException {
      for (String table : tables) {
        List<String> expected = TableRows.of(source, schema, table);
        List<String> found = TableRows.of(target, schema, table);
        assertThat(minus(expected, found)).as("rows missing in " + schema + "." + table).isEmpty();
        assertThat(minus(found, expected)).as("rows too many in " + schema + "." + table).isEmpty();
      }
    }

    private static List<String> minus(List<String> rows, List<String> others) {
      var left = new ArrayList<>(rows);
      others.forEach(left::remove);
      return left;
    }

    @Override
    public void close() throws SQLException {
      cloud.close();
      source.close();
      target.close();
    }
  }

  @Test
  void appliesChangesWithTheConfiguredDelay() throws SQLException {
    var late = DmsTimings.immediate().with().metricInterval(Duration.ofMillis(100)).applyDelay(Duration.ofSeconds(3)).build();
    String table = "late.t";
    try (Setup setup = Setup.of(new Cloud(DmsOptions.of("123456789012", "eu-central-1", late)), LocalFlavour.MARIADB, "late", "CREATE TABLE " + table + " (id INT PRIMARY KEY)")) {
      String task = setup.task(TRUNCATE);
      setup.cloud().start(task, "start-replication");
      setup.cloud().awaitStatus(task, "running");
      setup.drained(task);
      long before = System.nanoTime();
      run(setup.source(), "INSERT INTO " + table + " VALUES (1), (2)");
      setup.drained(task);
      // the binlog's times are whole seconds
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(2));
      setup.same("t");
      assertThat(setup.cloud().datapoints).anyMatch(point -> point.name().equals("CDCLatencyTarget") && point.value() >= 2);
    }
  }

  /** Keys that are too long only in utf8mb4 stay latin1, which TiDB stores as UTF-8. */
  @Test
  void carriesAccentsIntoAKeyThatStaysLatin1() throws SQLException {
    String table = "CREATE TABLE accents.t (a BIGINT, b VARCHAR(767) CHARACTER SET latin1 COLLATE latin1_bin, PRIMARY KEY (a, b))";
    try (Setup setup = Setup.of(LocalFlavour.MYSQL, "accents", table)) {
      run(setup.source(), "INSERT INTO accents.t VALUES (1, 'é'), (2, '€ß'), (3, CONCAT(REPEAT('é', 766), 'e'))");
      String task = setup.task(TRUNCATE);
      setup.cloud().start(task, "start-replication");
      setup.cloud().awaitStatus(task, "running");
      run(setup.source(), "INSERT INTO accents.t VALUES (1, 'e'), (4, 'ÿ')", "UPDATE accents.t SET b = 'ü' WHERE a = 2", "DELETE FROM accents.t WHERE b = 'é'");
      setup.drained(task);
      setup.same("t");
    }
  }

  @Test
  void loadsTheCurrentRowsOfSystemVersionedTables() throws SQLException {
    try (Setup setup = Setup.of(LocalFlavour.MARIADB, "versioned", "CREATE TABLE versioned.t (id INT PRIMARY KEY, v INT)", "CREATE TABLE versioned.p (id INT PRIMARY KEY)")) {
      run(
          setup.source(), "INSERT INTO versioned.t VALUES (1, 1), (2, 2), (3, 3)", "ALTER TABLE versioned.t ADD SYSTEM VERSIONING",
          "UPDATE versioned.t SET v = 20 WHERE id = 2", "DELETE FROM versioned.t WHERE id = 3", "DROP TABLE versioned.p",
          "CREATE TABLE versioned.p (id INT PRIMARY KEY, s TIMESTAMP(6) GENERATED ALWAYS AS ROW START, e TIMESTAMP(6) GENERATED ALWAYS AS ROW END,"
              + " PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING",
          "INSERT INTO versioned.p (id) VALUES (7), (8)", "UPDATE versioned.p SET id = 9 WHERE id = 8");
      String task = setup.task(LOAD_THEN_STOP);
      setup.cloud().start(task, "start-replication");
      setup.cloud().awaitStatus(task, "stopped");

      assertThat(TableRows.of(setup.target(), "versioned", "t")).containsExactly("id=1 v=1 ", "id=2 v=20 ");
      assertThat(TableRows.of(setup.target(), "versioned", "p")).containsExactly("id=7 ", "id=9 ");
    }
  }

  @Test
  void losesNothingBetweenLoadStopResumeAndReloadOfMariaDb() throws SQLException {
    wholeLife(LocalFlavour.MARIADB);
  }

  @Test
  void losesNothingBetweenLoadStopResumeAndReloadOfMySql() throws SQLException {
    wholeLife(LocalFlavour.MYSQL);
  }

  private static void wholeLife(LocalFlavour flavour) throws SQLException {
    String schema = "life_" + flavour.name().toLowerCase(Locale.ROOT);
    try (Setup setup = Setup.of(flavour, schema, Writer.tables(schema))) {
      Cloud cloud = setup.cloud();
      fill(setup.source(), schema, 4_000);
      String task;
      try (var writer = new Writer(TestServers.shared(flavour), schema, 1)) {
        task = setup.task(LOAD_THEN_STOP);
        cloud.start(task, "start-replication");
        cloud.awaitStatus(task, "stopped");
        assertThat(cloud.task(task).path("StopReason").asText()).isEqualTo("Stop Reason STOPPED_AFTER_FULL_LOAD");
        assertThat(cloud.task(task).at("/ReplicationTaskStats/TablesLoaded").asInt()).isEqualTo(2);
        assertThat(cloud.refused("StartReplicationTask", start(task, "start-replication")).code())
            .isEqualTo("InvalidParameterCombinationException");
        assertThat(cloud.refused("ReloadTables", reload(task, schema, "items")).code()).isEqualTo("InvalidResourceStateFault");
        long before = writer.transactions();
        LocalWait.until("more transactions", () -> writer.transactions() > before + 50);

        cloud.start(task, "resume-processing");
        cloud.awaitStatus(task, "running");
        long resumed = writer.transactions();
        LocalWait.until("more transactions", () -> writer.transactions() > resumed + 100);
        cloud.ok("ReloadTables", reload(task, schema, "items"));
        LocalWait.until("the reload", () -> cloud.statistics(task, "items").path("TableState").asText().equals("Table completed"));
        cloud.ok("ReloadTables", reload(task, schema, "journal"));
        long reloaded = writer.transactions();
        LocalWait.until("more transactions", () -> writer.transactions() > reloaded + 50);
        LocalWait.until("the reload", () -> cloud.statistics(task, "journal").path("TableState").asText().equals("Table completed"));
        cloud.stop(task);
        assertThat(cloud.task(task).path("StopReason").asText()).isEqualTo("Stop Reason NORMAL");
        long stopped = writer.transactions();
        LocalWait.until("more transactions", () -> writer.transactions() > stopped + 50);
        cloud.start(task, "resume-processing");
      }
      setup.drained(task);
      setup.same("items", "journal");
      JsonNode items = cloud.statistics(task, "items");
      assertThat(items.path("FullLoadReloaded").asBoolean()).isTrue();
      assertThat(items.path("Inserts").asLong()).isPositive();
      assertThat(items.path("FullLoadErrorRows").asLong()).isZero();
      LocalWait.until("a lag of zero", () -> cloud.datapoints.reversed().stream().limit(3).allMatch(point -> point.value() == 0.0));
      assertThat(cloud.datapoints.getLast().dimensions()).containsEntry("ReplicationInstanceIdentifier", "local")
          .containsEntry("ReplicationTaskIdentifier", Arns.last(task));
      cloud.stop(task);
      assertThat(cloud.eventTypes()).containsSubsequence("REPLICATION_INSTANCE_CREATED", "REPLICATION_TASK_CREATED",
          "REPLICATION_TASK_STARTED", "REPLICATION_TASK_STOPPED", "REPLICATION_TASK_STARTED", "REPLICATION_TASK_STOPPED");
    }
  }

  @Test
  void appliesCachedChangesBeforeItStopsIfAsked() throws SQLException {
    String schema = "cached";
    try (Setup setup = Setup.of(LocalFlavour.MARIADB, schema, Writer.tables(schema))) {
      fill(setup.source(), schema, 2_000);
      String task = setup.task("""
          {"FullLoadSettings": {"StopTaskCachedChangesApplied": true}}
          """);
      try (var writer = new Writer(TestServers.shared(LocalFlavour.MARIADB), schema, 2)) {
        LocalWait.until("transactions", () -> writer.transactions() > 20);
        setup.cloud().start(task, "start-replication");
        setup.cloud().awaitStatus(task, "stopped");
      }
      assertThat(setup.cloud().task(task).path("StopReason").asText()).isEqualTo("Stop Reason STOPPED_AFTER_CACHED_EVENTS");
      setup.cloud().start(task, "resume-processing");
      setup.drained(task);
      setup.same("items", "journal");
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void goesOnAfterSessionsAreLostOnBothSides(LocalFlavour flavour) throws SQLException {
    String schema = "lost_" + flavour.name().toLowerCase(Locale.ROOT);
    try (Setup setup = Setup.of(flavour, schema, Writer.tables(schema))) {
      fill(setup.source(), schema, 1_000);
      String task = setup.task(TRUNCATE);
      setup.cloud().start(task, "start-replication");
      setup.cloud().awaitLoaded(task);
      try (var writer = new Writer(TestServers.shared(flavour), schema, 3)) {
        for (int round = 0; round < 6; round++) {
          long before = writer.transactions();
          LocalWait.until("transactions", () -> writer.transactions() > before + 30);
          kill(setup.target(), "SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'tideway'");
          LocalWait.until("transactions", () -> writer.transactions() > before + 60);
          kill(setup.source(), "SELECT ID FROM information_schema.PROCESSLIST WHERE COMMAND LIKE 'Binlog Dump%'");
        }
      }
      setup.drained(task);
      setup.same("items", "journal");
      assertThat(setup.cloud().task(task).path("Status").asText()).isEqualTo("running");
    }
  }

  private static void kill(Connection connection, String sessions) throws SQLException {
    var ids = new ArrayList<Long>();
    try (var statement = connection.createStatement(); var row = statement.executeQuery(sessions)) {
      while (row.next()) {
        ids.add(row.getLong(1));
      }
    }
    for (long id : ids) {
      try {
        run(connection, "KILL " + id);
      } catch (SQLException e) {
        // 1094: the session ended by itself meanwhile
        assertThat(e.getErrorCode()).isEqualTo(1094);
      }
    }
  }

  @Test
  void aLoadThatIsStoppedIsDoneAgainByTheResume() throws SQLException {
    try (Setup setup = Setup.of(LocalFlavour.MARIADB, "halfway", Writer.tables("halfway"))) {
      fill(setup.source(), "halfway", 30_000);
      String task = setup.task(TRUNCATE);
      setup.cloud().start(task, "start-replication");
      LocalWait.until("the first rows", () -> setup.cloud().task(task).path("Status").asText().equals("running")
          && setup.cloud().statistics(task).stream().anyMatch(table -> table.path("FullLoadRows").asLong() > 0));
      setup.cloud().stop(task);
      assertThat(setup.cloud().statistics(task, "items").path("TableState").asText()).isIn("Table cancelled", "Before load");
      run(setup.source(), "DELETE FROM halfway.items WHERE id % 3 = 0", "INSERT INTO halfway.items (code) VALUES ('meanwhile')");
      setup.cloud().start(task, "resume-processing");
      setup.cloud().awaitLoaded(task);
      setup.drained(task);
      setup.same("items", "journal");
    }
  }

  /** A change of the key that the load has already read, after different changes of the same row: none of them may bring back the old key. */
  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void rowsWhoseKeysChangeWhileOtherTablesLoadArriveOnce(LocalFlavour flavour) throws SQLException {
    String schema = "moving_" + flavour.name().toLowerCase(Locale.ROOT);
    try (Setup setup = Setup.of(flavour, schema, "CREATE TABLE " + schema + ".a (id int PRIMARY KEY)",
        "CREATE TABLE " + schema + ".b (place int, item int, qty int, PRIMARY KEY (place, item))");
        Connection blocking = TestServers.shared(flavour).connect(TestServers.shared(flavour).admin())) {
      run(setup.source(), "USE " + schema, "INSERT INTO a VALUES (1)",
          "INSERT INTO b VALUES (1, 1, 10), (2, 2, 20), (3, 3, 30), (4, 4, 40), (5, 5, 50)");
      run(blocking, "LOCK TABLES " + schema + ".a WRITE");
      String task = setup.task("""
          {"FullLoadSettings": {"TargetTablePrepMode": "TRUNCATE_BEFORE_LOAD", "MaxFullLoadSubTasks": 1}}
          """);
      setup.cloud().start(task, "start-replication");
      LocalWait.until("the first table's load", () -> setup.cloud().statistics(task).stream()
          .anyMatch(table -> table.path("TableName").asText().equals("a") && table.path("TableState").asText().equals("Full load")));
      run(setup.source(),
          "UPDATE b SET qty = 11 WHERE place = 1", "UPDATE b SET place = 1001 WHERE place = 1", "UPDATE b SET qty = 12 WHERE place = 1001",
          "INSERT INTO b VALUES (6, 6, 60)", "UPDATE b SET place = 1006 WHERE place = 6",
          "UPDATE b SET place = 1003, qty = 31 WHERE place = 3", "INSERT INTO b VALUES (3, 3, 33)",
          "UPDATE b SET item = 6 WHERE place = 2", "UPDATE b SET qty = 41 WHERE place = 4", "DELETE FROM b WHERE place = 4");
      run(blocking, "UNLOCK TABLES");
      setup.cloud().awaitLoaded(task);
      setup.drained(task);
      setup.same("a", "b");
    }
  }

  @Test
  void fullLoadOnlyEndsByItselfAndShowsNoCheckpoint() throws SQLException {
    try (Setup setup = Setup.of(LocalFlavour.MARIADB, "only_load", Writer.tables("only_load"))) {
      fill(setup.source(), "only_load", 1_000);
      String task = setup.cloud().task(setup.instance(), setup.from(), setup.to(), "full-load", Cloud.mappings("only_load"), "{}");
      setup.cloud().start(task, "start-replication");
      setup.cloud().awaitStatus(task, "stopped");
      assertThat(setup.cloud().task(task).path("StopReason").asText()).isEqualTo("Stop Reason FULL_LOAD_ONLY_FINISHED");
      assertThat(setup.cloud().task(task).has("RecoveryCheckpoint")).isFalse();
      setup.same("items", "journal");
    }
  }

  @Test
  void aRowLostByTheLoadIsCountedAsLoaded() throws SQLException {
    try (Setup setup = Setup.of(LocalFlavour.MARIADB, "lossy", Writer.tables("lossy"))) {
      fill(setup.source(), "lossy", 100);
      setup.cloud().service.faults().dropEveryNthLoadedRow(10);
      String task = setup.task(TRUNCATE);
      setup.cloud().start(task, "start-replication");
      setup.cloud().awaitLoaded(task);
      assertThat(setup.cloud().statistics(task, "items").path("FullLoadRows").asLong()).isEqualTo(100);
      assertThat(TableRows.of(setup.target(), "lossy", "items")).hasSize(90);
    }
  }

  @Test
  void aTableInErrorIsRepairedByAReload() throws SQLException {
    try (Setup setup = Setup.of(LocalFlavour.MARIADB, "errors", Writer.tables("errors"))) {
      Cloud cloud = setup.cloud();
      fill(setup.source(), "errors", 500);
      cloud.service.faults().failTableLoads(new TableName("errors", "items"), 1);
      String task = setup.task(TRUNCATE);
      cloud.start(task, "start-replication");
      cloud.awaitLoaded(task);
      assertThat(cloud.statistics(task, "items").path("TableState").asText()).isEqualTo("Table error");
      assertThat(cloud.task(task).at("/ReplicationTaskStats/TablesErrored").asInt()).isEqualTo(1);
      run(setup.source(), "INSERT INTO errors.items (code, qty) VALUES ('while in error', 1)");
      setup.drained(task);
      cloud.ok("ReloadTables", reload(task, "errors", "items"));
      LocalWait.until("the reload", () -> cloud.statistics(task, "items").path("TableState").asText().equals("Table completed"));
      setup.drained(task);
      setup.same("items", "journal");
      // a change of a table that was altered since cannot be decoded
      run(setup.source(), "ALTER TABLE errors.items ADD COLUMN more int", "INSERT INTO errors.items (code, more) VALUES ('altered', 1)");
      LocalWait.until("the table error", () -> cloud.statistics(task, "items").path("TableState").asText().equals("Table error"));
      assertThat(cloud.statistics(task, "items").path("Ddls").asInt()).isEqualTo(1);
      assertThat(cloud.task(task).path("Status").asText()).isEqualTo("running");
    }
  }

  @Test
  void writesAnApplyExceptionAndGoesOn() throws SQLException {
    try (Setup setup = Setup.of(LocalFlavour.MYSQL, "conflicts",
        "CREATE TABLE conflicts.t (id int PRIMARY KEY, v varchar(50))")) {
      Cloud cloud = setup.cloud();
      run(setup.source(), "INSERT INTO conflicts.t VALUES (1, 'one')");
      String task = setup.task(TRUNCATE);
      cloud.start(task, "start-replication");
      cloud.awaitLoaded(task);
      setup.drained(task);
      run(setup.target(), "INSERT INTO conflicts.t VALUES (2, 'a stranger')", "DELETE FROM conflicts.t WHERE id = 1",
          "ALTER TABLE conflicts.t MODIFY v varchar(30)");
      run(setup.source(), "INSERT INTO conflicts.t VALUES (2, 'two'), (3, 'three')", "UPDATE conflicts.t SET v = 'uno' WHERE id = 1",
          "INSERT INTO conflicts.t VALUES (4, repeat('long', 12))", "INSERT INTO conflicts.t VALUES (5, 'five')");
      setup.drained(task);
      assertThat(TableRows.of(setup.target(), "conflicts", "t")).hasSize(4);
      String sql = "SELECT count(*) FROM awsdms_control.awsdms_apply_exceptions WHERE TABLE_OWNER = 'conflicts' AND TABLE_NAME = 't'"
          + " AND TASK_NAME = '" + Arns.last(task) + "'";
      assertThat(one(setup.target(), sql)).isEqualTo("2");
      assertThat(one(setup.target(), sql + " AND ERROR LIKE '%Duplicate entry%'")).isEqualTo("1");
      assertThat(one(setup.target(), sql + " AND ERROR = '0 rows affected'")).isEqualTo("1");
      assertThat(cloud.statistics(task, "t").path("TableState").asText()).isEqualTo("Table completed");
    }
  }

  @Test
  void readsTheRowCountFromTheSourceInUpsertMode() throws SQLException {
    try (Setup setup = Setup.of(LocalFlavour.MYSQL, "upserts",
        "CREATE TABLE upserts.t (id int PRIMARY KEY, v varchar(50), u int UNIQUE)")) {
      Cloud cloud = setup.cloud();
      run(setup.source(), "INSERT INTO upserts.t VALUES (1, 'one', 1)");
      String task = setup.task("""
          {"ErrorBehavior": {"ApplyErrorInsertPolicy": "INSERT_RECORD", "ApplyErrorUpdatePolicy": "UPDATE_RECORD"}}
          """);
      cloud.start(task, "start-replication");
      cloud.awaitLoaded(task);
      setup.drained(task);
      run(setup.target(), "INSERT INTO upserts.t VALUES (2, 'a stranger', 2), (7, 'another', 7)", "DELETE FROM upserts.t WHERE id = 1");
      run(setup.source(), "INSERT INTO upserts.t VALUES (2, 'two', NULL)", "UPDATE upserts.t SET v = 'uno' WHERE id = 1",
          "INSERT INTO upserts.t VALUES (3, 'three', 7)", "INSERT INTO upserts.t VALUES (4, 'four', 4)");
      setup.drained(task);
      assertThat(one(setup.target(), "SELECT group_concat(concat_ws(' ', id, v, u) ORDER BY id SEPARATOR ', ') FROM upserts.t"))
          .isEqualTo("1 uno 1, 2 two, 4 four 4, 7 another 7");
      assertThat(one(setup.target(), "SELECT count(*) FROM awsdms_control.awsdms_apply_exceptions WHERE TABLE_OWNER = 'upserts' AND ERROR LIKE '%Duplicate entry%'"))
          .isEqualTo("1");
    }
  }

  @Test
  void truncatesLobsBeyondTheLimitWithoutAnError() throws SQLException {
    try (Setup setup = Setup.of(LocalFlavour.MYSQL, "lobs",
        "CREATE TABLE lobs.t (id int PRIMARY KEY, body longtext, raw longblob, short text)")) {
      run(setup.source(), "INSERT INTO lobs.t VALUES (1, repeat('é', 3000), repeat('x', 3000), repeat('s', 3000))");
      String task = setup.task("""
          {"TargetMetadata": {"LobMaxSize": 1}}
          """);
      setup.cloud().start(task, "start-replication");
      setup.cloud().awaitLoaded(task);
      assertThat(one(setup.target(), "SELECT concat(length(body), ' ', length(raw), ' ', length(short)) FROM lobs.t"))
          .isEqualTo("1024 1024 3000");
      assertThat(setup.cloud().statistics(task, "t").path("TableState").asText()).isEqualTo("Table completed");
      assertThat(setup.cloud().statistics(task, "t").path("FullLoadErrorRows").asInt()).isZero();
    }
  }

  @Test
  void failsWithoutTablesAndWithoutItsBinlog() throws SQLException {
    try (Setup setup = Setup.of(LocalFlavour.MARIADB, "failing", Writer.tables("failing"))) {
      Cloud cloud = setup.cloud();
      String nothing = cloud.task(setup.instance(), setup.from(), setup.to(), "full-load", Cloud.mappings("nowhere"), "{}");
      cloud.start(nothing, "start-replication");
      cloud.awaitStatus(nothing, "failed");
      assertThat(cloud.task(nothing).path("StopReason").asText()).contains("Stop Reason FATAL_ERROR Error Level FATAL");
      cloud.ok("DeleteReplicationTask", "{\"ReplicationTaskArn\": \"" + nothing + "\"}");
      LocalWait.until("the deletion", () -> gone(cloud, nothing));

      String task = setup.task(LOAD_THEN_STOP);
      cloud.start(task, "start-replication");
      cloud.awaitStatus(task, "stopped");
      // MariaDB 11.4 keeps its binlogs while no replica is connected, and every binlog that a session still reads
      run(setup.source(), "SET GLOBAL slave_connections_needed_for_purge = 0");
      String needed = Cloud.position(cloud.task(task).path("RecoveryCheckpoint").asText()).file();
      LocalWait.until("the binlog is gone", () -> purged(setup.source(), needed));
      cloud.start(task, "resume-processing");
      cloud.awaitStatus(task, "failed");
      assertThat(cloud.task(task).path("LastFailureMessage").asText()).contains("binlog").contains("FATAL_ERROR");
      LocalWait.until("the event", () -> cloud.eventTypes().contains("REPLICATION_TASK_FAILED"));
      JsonNode event = cloud.events.getLast();
      assertThat(event.at("/detail/category").asText()).isEqualTo("Failure");
      assertThat(event.path("detail").has("eventId")).isFalse();
    }
  }

  @Test
  void aTaskCanBeMadeToFailWhileItReplicates() throws SQLException {
    try (Setup setup = Setup.of(LocalFlavour.MARIADB, "injected", Writer.tables("injected"))) {
      String task = setup.task(TRUNCATE);
      setup.cloud().start(task, "start-replication");
      setup.cloud().awaitLoaded(task);
      setup.cloud().service.faults().failTask(Faults.Moment.CHANGES, "The instance ran out of memory");
      setup.cloud().awaitStatus(task, "failed");
      setup.cloud().start(task, "resume-processing");
      run(setup.source(), "INSERT INTO injected.items (code) VALUES ('after')");
      setup.drained(task);
      setup.same("items");
    }
  }

  @Test
  void loadsIntoWhatIsThereAndSkipsDuplicatesSilently() throws SQLException {
    try (Setup setup = Setup.of(LocalFlavour.MARIADB, "there", Writer.tables("there"))) {
      fill(setup.source(), "there", 300);
      run(setup.target(), "INSERT INTO there.items (id, code) VALUES (5, 'mine')");
      String task = setup.task("{}");
      setup.cloud().start(task, "start-replication");
      setup.cloud().awaitLoaded(task);
      assertThat(one(setup.target(), "SELECT code FROM there.items WHERE id = 5")).isEqualTo("mine");
      assertThat(one(setup.target(), "SELECT count(*) FROM there.items")).isEqualTo("300");
      assertThat(setup.cloud().statistics(task, "items").path("FullLoadErrorRows").asInt()).isZero();
    }
  }

  private static boolean purged(Connection source, String file) {
    try {
      run(source, "INSERT INTO failing.journal VALUES (1, 'x', now())", "FLUSH BINARY LOGS",
          "PURGE BINARY LOGS TO '" + SourcePositions.current(source).file() + "'");
      return !one(source, "SHOW BINARY LOGS").equals(file);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean gone(Cloud cloud, String task) {
    try {
      return cloud.call("DescribeReplicationTasks", "{}").path("ReplicationTasks").isEmpty();
    } catch (dev.tideway.local.cloud.AwsError e) {
      throw new AssertionError("describing " + task, e);
    }
  }

  private static String start(String task, String type) {
    return "{\"ReplicationTaskArn\": \"" + task + "\", \"StartReplicationTaskType\": \"" + type + "\"}";
  }

  private static String reload(String task, String schema, String table) {
    return "{\"ReplicationTaskArn\": \"" + task + "\", \"TablesToReload\": [{\"SchemaName\": \"" + schema + "\", \"TableName\": \"" + table
        + "\"}]}";
  }

  private static void fill(Connection source, String schema, int rows) throws SQLException {
    var sql = new StringBuilder("INSERT INTO " + schema + ".items (code, qty, price, changed) VALUES ");
    for (int i = 0; i < rows; i++) {
      sql.append(i == 0 ? "" : ", ").append("('s").append(i).append("', ").append(i).append(", 1.5, now(6))");
    }
    run(source, sql.toString(), "INSERT INTO " + schema + ".journal SELECT qty, code, changed FROM " + schema + ".items");
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement(); var row = statement.executeQuery(sql)) {
      return row.next() ? Optional.ofNullable(row.getString(1)).orElse("null") : "no row";
    }
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    for (String sql : statements) {
      try (var statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }
}
