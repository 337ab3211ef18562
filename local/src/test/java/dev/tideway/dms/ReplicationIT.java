package dev.tideway.dms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.DatabaseSecret;
import dev.tideway.aws.DmsResources;
import dev.tideway.aws.ObjectStore;
import dev.tideway.fixture.Pair;
import dev.tideway.fixture.TwoZones;
import dev.tideway.json.Json;
import dev.tideway.lambda.CleanUpHandler;
import dev.tideway.lambda.EnsureEndpointsHandler;
import dev.tideway.lambda.EnsureInstanceHandler;
import dev.tideway.lambda.EnsureTasksHandler;
import dev.tideway.lambda.JudgeLoadHandler;
import dev.tideway.lambda.PlanTasksHandler;
import dev.tideway.lambda.ReloadTablesHandler;
import dev.tideway.lambda.ResumeTasksHandler;
import dev.tideway.lambda.StartTasksHandler;
import dev.tideway.lambda.StopTasksHandler;
import dev.tideway.lambda.TestConnectionsHandler;
import dev.tideway.local.dms.DmsOptions;
import dev.tideway.local.dms.DmsService;
import dev.tideway.local.dms.DmsTimings;
import dev.tideway.local.dms.Faults;
import dev.tideway.local.dms.TableName;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.run.Deadline;
import dev.tideway.run.Run;
import dev.tideway.run.Verdict;
import dev.tideway.testing.MemoryLocks;
import dev.tideway.waiting.Condition;
import dev.tideway.waiting.EvaluatedWait;
import dev.tideway.waiting.Guard;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The functions and conditions in the order of a migration, over the DMS stand-in and real databases. */
final class ReplicationIT {
  private static final Deadline LATER = () -> Duration.ofMinutes(1);

  private final MemoryLocks locks = new MemoryLocks();
  private final MemoryCloudWatch cloudWatch = new MemoryCloudWatch();
  private Pair pair;
  private DmsService service;
  private DatabaseMigrationClient dms;
  private ObjectStore objects;
  private Run run;

  @BeforeEach
  void arrange() throws SQLException {
    pair = new Pair(LocalFlavour.MARIADB);
    pair.both(
        "CREATE TABLE customers (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100), notes LONGTEXT)",
        "CREATE TABLE orders_2024 (id INT PRIMARY KEY, customer INT, amount DECIMAL(10,2), tax DECIMAL(10,2) AS (amount * 0.2) STORED)",
        "CREATE TABLE events (id BIGINT PRIMARY KEY, at TIMESTAMP(6) NULL, body JSON)");
    for (int i = 1; i <= 50; i++) {
      pair.source(
          "INSERT INTO customers (name, notes) VALUES ('name " + i + "', REPEAT('n', " + i * 2000 + "))",
          "INSERT INTO orders_2024 (id, customer, amount) VALUES (" + i + ", " + i + ", " + i + ".50)",
          "INSERT INTO events VALUES (" + i + ", '2026-03-29 01:30:00.123456', '{\"n\": " + i + "}')");
    }
    pair.inventory();
    run = new Run(pair.run().migration(), pair.run().execution(), 1, pair.run().prefix());
    locks.acquire(run.migration(), run.execution(), "subject", run.prefix());
    objects = pair.objects();
    service = new DmsService(DmsOptions.of("123456789012", "eu-west-1", DmsTimings.immediate()), event -> {}, cloudWatch,
        (id, role) -> secret(id), new TwoZones());
    dms = DmsBridge.client(service);
    new PlanTasksHandler(objects, locks).handle(new PlanTasksHandler.Input(run), LATER);
  }

  @AfterEach
  void tidy() throws SQLException {
    service.close();
    pair.close();
  }

  @Test
  void movesEveryRowAndChangeAndLeavesNothingBehind() throws Exception {
    List<String> tasks = loaded();
    assertThat(judge(tasks)).isEqualTo(new JudgeLoadHandler.Output(3, 150, 0));
    pair.source("UPDATE customers SET name = 'changed' WHERE id = 7", "DELETE FROM orders_2024 WHERE id > 40", "INSERT INTO events VALUES (99, NULL, '[]')");
    assertThat(resume(tasks)).isEqualTo(1);
    decided(new Condition.CaughtUp(tasks, 5, 2));
    pair.source("INSERT INTO customers (name) VALUES ('the last one')");
    decided(new Condition.Drained(tasks, binlogPosition()));
    assertThat(pair.askTarget("SELECT COUNT(*) FROM customers WHERE name IN ('changed', 'the last one')")).isEqualTo("2");
    assertThat(pair.askTarget("SELECT MAX(LENGTH(notes)) FROM customers")).isEqualTo("100000");
    assertThat(pair.askTarget("SELECT CONCAT(COUNT(*), ' ', SUM(tax)) FROM orders_2024")).isEqualTo(pair.askSource("SELECT CONCAT(COUNT(*), ' ', SUM(tax)) FROM orders_2024"));
    assertThat(pair.askTarget("SELECT CONCAT(COUNT(*), MIN(at)) FROM events")).isEqualTo("512026-03-29 01:30:00.123456");

    StopTasksHandler stop = new StopTasksHandler(locks, dms, cloudWatch, Sleeper.real());
    assertThat(stop.handle(new StopTasksHandler.Input(run, tasks), LATER).stopped()).isEqualTo(1);
    decided(new Condition.TasksStopped(tasks));
    objects.putJson(run.key("rebase.json"), List.of());
    cleanUp();
    assertThat(locks.find(run.migration()).orElseThrow().resources()).isEmpty();
    assertThat(cloudWatch.alarms).isEmpty();
    assertThat(DmsResources.instance(dms, "tideway-pair")).isEmpty();
  }

  @Test
  void loadsAgainOnlyTheTableThatFailed() throws Exception {
    service.faults().failTableLoads(new TableName(pair.schema(), "events"), 1);
    List<String> tasks = loaded();
    assertThat(judge(tasks).failed()).isEqualTo(1);
    resume(tasks);
    TableReload.Reloaded reload =
        new ReloadTablesHandler(objects, locks, dms, Clock.systemUTC(), Sleeper.real()).handle(new ReloadTablesHandler.Input(run, tasks, Optional.empty()), LATER);
    assertThat(reload.tables()).isEqualTo(1);
    decided(new Condition.TablesComplete(tasks, reload.since()));
    assertThat(judge(tasks).failed()).isZero();
    assertThat(pair.askTarget("SELECT COUNT(*) FROM events")).isEqualTo("50");
    assertThat(look(new Condition.Approved(), tasks).broken()).isEmpty();
  }

  @Test
  void aTaskThatFailsDuringReplicationBreaksTheGuard() throws Exception {
    List<String> tasks = loaded();
    service.faults().failTask(Faults.Moment.CHANGES, "Stop Reason FATAL_ERROR Error Level FATAL");
    resume(tasks);
    assertThat(look(new Condition.CaughtUp(tasks, 5, 1000), tasks).untilBroken()).contains("FATAL_ERROR");
    assertThatThrownBy(() -> resume(tasks)).hasMessageContaining("TW-E074");
    assertThatThrownBy(this::cleanUp).hasMessageContaining("TW-E076");
  }

  @Test
  void missingMetricsAreNeverCaughtUp() throws Exception {
    List<String> tasks = loaded();
    service.faults().silenceMetrics(true);
    resume(tasks);
    EvaluatedWait look = look(new Condition.CaughtUp(tasks, 5, 1), tasks);
    Thread.sleep(1500);
    assertThat(look.once().state()).isEqualTo(Verdict.State.notYet);
    service.faults().silenceMetrics(false);
    assertThat(look.untilDecided().state()).isEqualTo(Verdict.State.satisfied);
  }

  @Test
  void anOldConnectionResultIsNotTakenForTheNewOne() throws Exception {
    service.faults().connectionTest(Faults.ConnectionTest.FAILED);
    String instance = instance();
    EnsureEndpointsHandler.Output endpoints = endpoints();
    test(instance, endpoints);
    service.faults().connectionTest(Faults.ConnectionTest.REAL);
    service.faults().staleConnectionTests(Duration.ofSeconds(1));
    decided(test(instance, endpoints));
  }

  @Test
  void everythingMayBeCalledAgain() throws Exception {
    List<String> tasks = loaded();
    assertThat(ensure()).isEqualTo(tasks);
    assertThat(start(tasks)).isZero();
    decided(new Condition.LoadEnded(tasks));
    resume(tasks);
    assertThat(resume(tasks)).isZero();
    assertThat(start(tasks)).isZero();
  }

  private List<String> loaded() throws InterruptedException {
    List<String> tasks = ensure();
    assertThat(start(tasks)).isEqualTo(1);
    decided(new Condition.LoadEnded(tasks));
    return tasks;
  }

  private List<String> ensure() throws InterruptedException {
    String instance = instance();
    EnsureEndpointsHandler.Output endpoints = endpoints();
    decided(test(instance, endpoints));
    return new EnsureTasksHandler(objects, locks, dms)
        .handle(new EnsureTasksHandler.Input(run, instance, endpoints.source(), endpoints.target()), LATER)
        .tasks();
  }

  private String instance() throws InterruptedException {
    String arn = new EnsureInstanceHandler(objects, locks, dms).handle(new EnsureInstanceHandler.Input(run), LATER).instance();
    decided(new Condition.InstanceAvailable(arn));
    return arn;
  }

  private EnsureEndpointsHandler.Output endpoints() {
    return new EnsureEndpointsHandler(objects, locks, dms, "arn:aws:iam::123456789012:role/dms").handle(new EnsureEndpointsHandler.Input(run), LATER);
  }

  private Condition test(String instance, EnsureEndpointsHandler.Output endpoints) {
    TestConnectionsHandler.Output tests =
        new TestConnectionsHandler(locks, dms, Clock.systemUTC(), Sleeper.real())
            .handle(new TestConnectionsHandler.Input(run, instance, endpoints.source(), endpoints.target()), LATER);
    // as in the state machine: one function's output is the next one's input
    return Json.convert(Json.object().put("type", "connectionsTested").set("connections", Json.tree(tests.connections())), Condition.class);
  }

  private int start(List<String> tasks) {
    return new StartTasksHandler(objects, locks, dms, cloudWatch, "topic", Sleeper.real()).handle(new StartTasksHandler.Input(run, tasks), LATER).started();
  }

  private int resume(List<String> tasks) {
    return new ResumeTasksHandler(locks, dms, cloudWatch, "topic", Sleeper.real()).handle(new ResumeTasksHandler.Input(run, tasks), LATER).resumed();
  }

  private JudgeLoadHandler.Output judge(List<String> tasks) {
    return new JudgeLoadHandler(objects, locks, dms).handle(new JudgeLoadHandler.Input(run, tasks), LATER);
  }

  private void cleanUp() throws InterruptedException {
    CleanUpHandler cleanUp = new CleanUpHandler(objects, locks, dms, cloudWatch, Sleeper.real());
    for (CleanUpHandler.Output step = cleanUp.handle(new CleanUpHandler.Input(run), LATER);
        !step.done();
        step = cleanUp.handle(new CleanUpHandler.Input(run), LATER)) {
      decided(new Condition.Deleted(step.deleting()));
    }
  }

  private void decided(Condition condition) throws InterruptedException {
    Verdict verdict = new EvaluatedWait(run, condition, List.of(), dms, cloudWatch).untilDecided();
    assertThat(verdict.state()).as(verdict.explanation()).isEqualTo(Verdict.State.satisfied);
  }

  private EvaluatedWait look(Condition condition, List<String> tasks) {
    return new EvaluatedWait(run, condition, List.of(new Guard.TasksHealthy(tasks)), dms, cloudWatch);
  }

  private String binlogPosition() throws SQLException {
    try (Connection source = pair.anotherToSource();
        Statement statement = source.createStatement();
        ResultSet status = statement.executeQuery("SHOW MASTER STATUS")) {
      status.next();
      return status.getString("File") + ":" + status.getLong("Position");
    }
  }

  private JsonNode secret(String id) {
    DatabaseSecret secret = pair.secret(id);
    return Json.object()
        .put("host", secret.host())
        .put("port", secret.port())
        .put("username", secret.username())
        .put("password", secret.password());
  }
}
