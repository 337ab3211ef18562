package dev.tideway.lambda;

import dev.tideway.aws.DmsLag;
import dev.tideway.dms.Certificates;
import dev.tideway.dms.DmsSamples;
import dev.tideway.dms.EndpointSettings;
import dev.tideway.dms.FakeCloudWatch;
import dev.tideway.dms.FakeDms;
import dev.tideway.dms.KeylessLoad;
import dev.tideway.dms.LoadJudge;
import dev.tideway.dms.LoadResult;
import dev.tideway.dms.ObservedLag;
import dev.tideway.dms.ReloadList;
import dev.tideway.dms.Sleeper;
import dev.tideway.dms.TableReload;
import dev.tideway.dms.TaskPlan;
import dev.tideway.dms.UsedInstance;
import dev.tideway.error.LockLost;
import dev.tideway.error.MigrationFailed;
import dev.tideway.error.TransientFailure;
import dev.tideway.jdbc.RdsRoots;
import dev.tideway.model.EndpointAuthorities;
import dev.tideway.model.Inventory;
import dev.tideway.model.Side;
import dev.tideway.run.Deadline;
import dev.tideway.run.Migration;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.testing.MemoryLocks;
import dev.tideway.testing.MemoryObjects;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.databasemigration.model.Connection;
import software.amazon.awssdk.services.databasemigration.model.DmsSslModeValue;
import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTaskStats;
import software.amazon.awssdk.services.databasemigration.model.Tag;

import static dev.tideway.dms.DmsSamples.RUN;
import static dev.tideway.dms.DmsSamples.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The functions in the order a migration calls them, against a DMS that refuses what the real one refuses. */
final class DmsHandlersTest {
  private static final Deadline LATER = () -> Duration.ofMinutes(1);
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Sleeper NO_PAUSE = duration -> {};
  private static final String ROLE = "arn:aws:iam::1:role/dms";
  private static final String RELOAD = "arn:aws:dms:eu-west-1:1:task:tideway-shop-reload1";
  private static final String LOAD_ONLY = "Stop Reason FULL_LOAD_ONLY_FINISHED";
  private static final String LOADED = "Stop Reason STOPPED_AFTER_FULL_LOAD";

  private final FakeDms dms = new FakeDms();
  private final FakeCloudWatch cloudWatch = new FakeCloudWatch();
  private final MemoryLocks locks = DmsSamples.locks();
  private Migration migration = DmsSamples.migration();
  private final MemoryObjects objects =
      DmsSamples.objects(migration, DmsSamples.inventory(table("shop", "a"), table("shop", "b"), table("shop", "c")));

  @Test
  void createsEverythingOnceHoweverOftenItIsCalled() {
    for (int i = 0; i < 3; i++) {
      String instance = instance();
      EnsureEndpointsHandler.Output endpoints = endpoints();
      tasks(instance, endpoints);
    }
    assertThat(dms.calls).containsExactly("createInstance", "createEndpoint", "createEndpoint", "createTask");
    assertThat(resources())
        .containsExactlyInAnyOrder(
            "instance|arn:rep:tideway-shop",
            "endpoint|arn:endpoint:tideway-shop-source",
            "endpoint|arn:endpoint:tideway-shop-target",
            "task|arn:aws:dms:eu-west-1:1:task:tideway-shop-1");
  }

  @Test
  void choosesTheNewestEngine() {
    dms.versions.addAll(List.of("3.10.0", "3.9.2"));
    assertThat(dms.instances.get(instance()).engineVersion()).isEqualTo("3.10.0");
    assertThat(new Workspace(objects, RUN).read(UsedInstance.FILE)).as("for the report").isEqualTo(new UsedInstance(instance(), "3.10.0"));
  }

  @Test
  void createsTheInstanceOfTheRequest() {
    String arn = instance();
    assertThat(dms.instances.get(arn).publiclyAccessible()).isFalse();
    assertThat(dms.instances.get(arn).multiAZ()).isTrue();
    assertThat(dms.instances.get(arn).preferredMaintenanceWindow()).isEqualTo("sun:01:00-sun:02:00");
    assertThat(dms.tags.get(arn))
        .contains(Tag.builder().key("tideway:migration").value("Shop").build(), Tag.builder().key("team").value("data").build());
  }

  @Test
  void makesASubnetGroupOfItsOwnForSubnets() {
    use(DmsSamples.migration("none", "[\"subnet-1\", \"subnet-2\"]"));
    instance();
    assertThat(dms.groups).containsKey("tideway-shop");
    assertThat(resources()).contains("subnet-group|tideway-shop");
  }

  @Test
  void touchesNothingThatOnlyHasTheRightName() {
    String arn = instance();
    dms.tags.put(arn, List.of());
    assertThatThrownBy(this::instance).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E071").hasMessageContaining(arn);
  }

  @Test
  void doesNotWaitForAnInstanceThatIsLost() {
    String arn = instance();
    dms.instances.put(arn, dms.instances.get(arn).toBuilder().replicationInstanceStatus("deleting").build());
    assertThatThrownBy(this::instance).isInstanceOf(MigrationFailed.class).hasMessageContaining("deleting");
  }

  @Test
  void endpointsReadTheirAddressFromTheSecret() {
    EnsureEndpointsHandler.Output output = endpoints();
    Endpoint source = dms.endpoints.get(output.source());
    assertThat(source.engineName()).isEqualTo("mariadb");
    assertThat(source.serverName()).isNull();
    assertThat(source.mySQLSettings().secretsManagerSecretId()).isEqualTo("arn:secret:source");
    assertThat(source.mySQLSettings().secretsManagerAccessRoleArn()).isEqualTo(ROLE);
    Endpoint target = dms.endpoints.get(output.target());
    assertThat(target.engineName()).isEqualTo("mysql");
    assertThat(target.extraConnectionAttributes())
        .isEqualTo(
            "Initstmt=SET FOREIGN_KEY_CHECKS=0, time_zone='+00:00',"
                + " sql_mode='STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES'")
        .doesNotContain(";");
  }

  @Test
  void importsTheCaOnceAndVerifiesByIt() {
    use(migrationWithCa("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"));
    endpoints();
    EnsureEndpointsHandler.Output output = endpoints();
    assertThat(dms.certificates).hasSize(2);
    assertThat(dms.endpoints.get(output.source()).sslMode()).isEqualTo(DmsSslModeValue.VERIFY_FULL);
    assertThat(dms.certificates).containsKey(dms.endpoints.get(output.source()).certificateArn());
    assertThat(dms.calls).doesNotContain("modifyEndpoint");
  }

  @Test
  void modifiesAnEndpointWhoseCaHasChanged() {
    use(migrationWithCa("one"));
    String before = dms.endpoints.get(endpoints().source()).certificateArn();
    use(migrationWithCa("two"));
    assertThat(dms.endpoints.get(endpoints().source()).certificateArn()).isNotEqualTo(before);
    assertThat(dms.calls).contains("modifyEndpoint");
  }

  @Test
  void needsNoCaForTiDbCloudButOneForTheSource() {
    use(DmsSamples.migration("verifyFull", "[]"));
    assertThatThrownBy(this::endpoints).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E072").hasMessageContaining("/source");
    assertThat(new Certificates(dms, locks).ensure(RUN, migration, Side.target, migration.target(), EndpointAuthorities.NONE)).isPresent();
    assertThat(dms.certificates.values().iterator().next().certificatePem()).startsWith("-----BEGIN CERTIFICATE-----\n");
  }

  @Test
  void givesDmsTheAuthorityThatPlanChoseByTheHostName() {
    use(DmsSamples.migration("verifyFull", "[]"));
    String roots = new RdsRoots().of("orders.abc.eu-central-1.rds.amazonaws.com").orElseThrow();
    new Workspace(objects, RUN).write(EndpointAuthorities.FILE, new EndpointAuthorities(Optional.of(roots), Optional.empty()));
    Endpoint source = dms.endpoints.get(endpoints().source());
    assertThat(source.sslMode()).isEqualTo(DmsSslModeValue.VERIFY_FULL);
    assertThat(dms.certificates.get(source.certificateArn()).certificatePem()).isEqualTo(roots);
    assertThat(dms.certificates).hasSize(2);
  }

  @Test
  void testsConnectionsAfresh() {
    dms.connections.put(
        List.of("s", "i"), Connection.builder().endpointArn("s").replicationInstanceArn("i").status("failed").build());
    TestConnectionsHandler.Output output =
        new TestConnectionsHandler(locks, dms, CLOCK, NO_PAUSE).handle(new TestConnectionsHandler.Input(RUN, "i", "s", "t"), LATER);
    assertThat(dms.calls).containsExactly("deleteConnection", "testConnection", "testConnection");
    assertThat(output.connections())
        .containsExactly(new TestConnectionsHandler.Tested("s", "i", NOW), new TestConnectionsHandler.Tested("t", "i", NOW));
  }

  @Test
  void startsAReadyTaskOnly() {
    List<String> arns = ready();
    assertThat(start(arns)).isEqualTo(1);
    assertThat(start(arns)).isZero();
    dms.change(arns.getFirst(), t -> t.status("stopped").stopReason(LOADED));
    assertThat(start(arns)).isZero();
    assertThat(dms.calls).containsOnlyOnce("start-replication").doesNotContain("reload-target");
  }

  @Test
  void loadsAgainWhatBrokeDuringTheLoad() {
    List<String> arns = ready();
    start(arns);
    dms.change(arns.getFirst(), t -> t.status("failed").stopReason("Stop Reason FATAL_ERROR"));
    assertThat(start(arns)).isEqualTo(1);
    assertThat(dms.calls).endsWith("reload-target");
  }

  @Test
  void leavesALoadedTaskAloneThatFailedLater() {
    List<String> arns = ready();
    start(arns);
    dms.change(
        arns.getFirst(),
        t -> t.status("failed").stopReason("Stop Reason FATAL_ERROR").replicationTaskStats(ReplicationTaskStats.builder().fullLoadFinishDate(NOW).build()));
    assertThat(start(arns)).isZero();
  }

  @Test
  void waitsForATaskThatIsStartingAndLeavesItToTheRetryInTime() {
    List<String> arns = ready();
    dms.change(arns.getFirst(), t -> t.status("creating"));
    int[] looks = {0};
    Sleeper ready = duration -> dms.change(arns.getFirst(), t -> t.status(++looks[0] == 3 ? "ready" : "creating"));
    assertThat(startWith(arns, ready, LATER)).isEqualTo(1);
    dms.change(arns.getFirst(), t -> t.status("stopping"));
    assertThatThrownBy(() -> startWith(arns, NO_PAUSE, () -> Duration.ofSeconds(5))).isInstanceOf(TransientFailure.class);
  }

  @Test
  void modifiesOnlyATaskWhosePlanHasChanged() {
    List<String> arns = ready();
    new Workspace(objects, RUN).write(TaskPlan.FILE, DmsSamples.plan(table("shop", "a"), table("shop", "b")));
    ensureTasks();
    assertThat(dms.calls).contains("modifyTask");
    start(arns);
    new Workspace(objects, RUN).write(TaskPlan.FILE, DmsSamples.plan(table("shop", "a")));
    ensureTasks();
    assertThat(dms.calls).containsOnlyOnce("modifyTask");
  }

  @Test
  void judgesTheLoadTableByTable() {
    String task = ready().getFirst();
    dms.statistics(task, "a", "Table completed", 0, 0);
    dms.statistics(task, "b", "Table completed", 3, 0);
    dms.statistics(task, "c", "Table error", 0, 0);
    assertThat(judge(List.of(task))).isEqualTo(new JudgeLoadHandler.Output(3, 300, 2));
    LoadResult result = new Workspace(objects, RUN).read(LoadResult.FILE);
    assertThat(result.failed()).isEqualTo(DmsSamples.ids("b", "c"));
    assertThat(result.tables().get(1)).isEqualTo(new LoadResult.TableLoad("shop", "b", "Table completed", 100, 3));
  }

  @Test
  void refusesALoadWithoutOneOfItsTables() {
    String task = ready().getFirst();
    dms.statistics(task, "a", "Table completed", 0, 0);
    dms.statistics(task, "b", "Table completed", 0, 0);
    assertThatThrownBy(() -> judge(List.of(task))).isInstanceOf(MigrationFailed.class).hasMessageContaining("shop.c");
  }

  @Test
  void refusesALoadThatFailedAltogether() {
    String task = ready().getFirst();
    List.of("a", "b", "c").forEach(t -> dms.statistics(task, t, "Table error", 0, 0));
    assertThatThrownBy(() -> judge(List.of(task))).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E030");
  }

  @Test
  void reloadsAtMostTenTablesACallAndOnlySoOften() {
    MemoryObjects many =
        DmsSamples.objects(
            migration,
            DmsSamples.inventory(java.util.stream.IntStream.range(0, 26).mapToObj(i -> table("shop", "t" + i)).toArray(dev.tideway.model.Table[]::new)));
    new PlanTasksHandler(many, locks).handle(new PlanTasksHandler.Input(RUN), LATER);
    String task = ready().getFirst();
    start(List.of(task));
    for (int i = 0; i < 26; i++) {
      dms.statistics(task, "t" + i, i < 25 ? "Table error" : "Table completed", 0, 0);
    }
    JudgeLoadHandler judge = new JudgeLoadHandler(many, locks, dms);
    ReloadTablesHandler reload = new ReloadTablesHandler(many, locks, dms, CLOCK, NO_PAUSE);
    for (int round = 0; round < LoadJudge.MAX_RELOADS; round++) {
      judge.handle(new JudgeLoadHandler.Input(RUN, List.of(task)), LATER);
      assertThat(reload.handle(new ReloadTablesHandler.Input(RUN, List.of(task), Optional.empty()), LATER)).isEqualTo(new TableReload.Reloaded(25, NOW));
    }
    assertThat(dms.calls.subList(5, 8)).containsExactly("reload 10", "reload 10", "reload 5");
    assertThatThrownBy(() -> judge.handle(new JudgeLoadHandler.Input(RUN, List.of(task)), LATER)).hasMessageContaining("failed again");
  }

  @Test
  void reloadsWholeTablesIfAPersonHasApprovedThat() {
    String task = ready().getFirst();
    start(List.of(task));
    new Workspace(objects, RUN).write(ReloadList.file("full-1"), new ReloadList(DmsSamples.ids("a", "b")));
    dms.statistics(task, "a", "Table is being reloaded", 0, 0);
    dms.statistics(task, "b", "Table completed", 0, 0);
    ReloadTablesHandler reload = new ReloadTablesHandler(objects, locks, dms, CLOCK, NO_PAUSE);
    ReloadTablesHandler.Input input = new ReloadTablesHandler.Input(RUN, List.of(task), Optional.of("full-1"));
    assertThat(reload.handle(input, LATER)).isEqualTo(new TableReload.Reloaded(2, NOW));
    assertThat(dms.calls).endsWith("reload 1");
    new Workspace(objects, RUN).write(ReloadList.file("full-1"), new ReloadList(DmsSamples.ids("a", "elsewhere")));
    assertThatThrownBy(() -> reload.handle(input, LATER)).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E147");
  }

  @Test
  void doesNotReloadTwiceWhatIsBeingReloaded() {
    String task = ready().getFirst();
    start(List.of(task));
    new Workspace(objects, RUN).write(LoadResult.FILE, new LoadResult(List.of(), DmsSamples.ids("a", "b")));
    dms.statistics(task, "a", "Table is being reloaded", 0, 0);
    dms.statistics(task, "b", "Table completed", 0, 0);
    new ReloadTablesHandler(objects, locks, dms, CLOCK, NO_PAUSE).handle(new ReloadTablesHandler.Input(RUN, List.of(task), Optional.empty()), LATER);
    assertThat(dms.calls).noneMatch(c -> c.startsWith("reload "));
  }

  @Test
  void doesNotReloadWhileTheTaskIsStopped() {
    String task = ready().getFirst();
    new Workspace(objects, RUN).write(LoadResult.FILE, new LoadResult(List.of(), DmsSamples.ids("a")));
    dms.statistics(task, "a", "Table error", 0, 0);
    dms.change(task, t -> t.status("stopped").stopReason(LOADED));
    ReloadTablesHandler reload = new ReloadTablesHandler(objects, locks, dms, CLOCK, NO_PAUSE);
    assertThatThrownBy(() -> reload.handle(new ReloadTablesHandler.Input(RUN, List.of(task), Optional.empty()), LATER)).hasMessageContaining("TW-E077");
  }

  @Test
  void resumesAStoppedTaskOnceAndWatchesItsLag() {
    List<String> arns = loaded();
    assertThat(resume(arns)).isEqualTo(1);
    assertThat(resume(arns)).isZero();
    PutMetricAlarmRequest alarm = cloudWatch.alarms.get("tideway-shop-1-CDCLatencyTarget");
    assertThat(alarm.treatMissingData()).isEqualTo("breaching");
    assertThat(alarm.alarmActions()).containsExactly("arn:topic");
    assertThat(alarm.dimensions()).extracting("name").containsExactly("ReplicationInstanceIdentifier", "ReplicationTaskIdentifier");
    assertThat(resources()).contains("alarm|tideway-shop-1-CDCLatencySource", "alarm|tideway-shop-FreeStorageSpace");
  }

  @Test
  void leavesToAPersonWhatItCannotDecide() {
    List<String> arns = loaded();
    dms.change(arns.getFirst(), t -> t.status("failed").stopReason("Stop Reason FATAL_ERROR Error Level FATAL"));
    assertThatThrownBy(() -> resume(arns)).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E074");
    dms.change(arns.getFirst(), t -> t.lastFailureMessage("Could not find first log file name in binary log index file"));
    assertThatThrownBy(() -> resume(arns)).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E075");
  }

  private ObservedLag measureLag(List<String> tasks) {
    return new MeasureLagHandler(objects, locks, dms, new DmsLag(cloudWatch, 60), CLOCK)
        .handle(new MeasureLagHandler.Input(RUN, tasks, "full-1"), LATER);
  }

  @Test
  void recordsTheLongestLagOfTheNewestDatapointsForTheVerification() {
    String task = ready().getFirst();
    String resource = task.substring(task.lastIndexOf(':') + 1);
    int samples = objects.read(RUN.key("migration.json"), Migration.class).cutover().lagSamples();
    for (int older = samples; older < samples + 3; older++) {
      // catching up after the load
      cloudWatch.lag(resource, "CDCLatencySource", NOW.minusSeconds(60L * (older + 1)), 99);
      cloudWatch.lag(resource, "CDCLatencyTarget", NOW.minusSeconds(60L * (older + 1)), 99);
    }
    for (int newer = 2; newer < samples; newer++) {
      cloudWatch.lag(resource, "CDCLatencySource", NOW.minusSeconds(60L * (newer + 1)), 1);
      cloudWatch.lag(resource, "CDCLatencyTarget", NOW.minusSeconds(60L * (newer + 1)), 1);
    }
    cloudWatch.lag(resource, "CDCLatencySource", NOW.minusSeconds(120), 2);
    cloudWatch.lag(resource, "CDCLatencyTarget", NOW.minusSeconds(120), 9.5);
    cloudWatch.lag(resource, "CDCLatencySource", NOW.minusSeconds(60), 1);
    cloudWatch.lag(resource, "CDCLatencyTarget", NOW.minusSeconds(60), 1);
    // half a datapoint has no value, and an old one is ignored
    cloudWatch.lag(resource, "CDCLatencySource", NOW, 77);
    cloudWatch.lag(resource, "CDCLatencySource", NOW.minusSeconds(3_600), 99);
    cloudWatch.lag(resource, "CDCLatencyTarget", NOW.minusSeconds(3_600), 99);
    measureLag(List.of(task));
    assertThat(objects.read(RUN.key("lag-full-1.json"), ObservedLag.class)).isEqualTo(new ObservedLag(OptionalDouble.of(9.5), NOW));
  }

  @Test
  void aLagThatOneTaskDoesNotReportIsUnknownAndNotZero() {
    String task = ready().getFirst();
    measureLag(List.of(task));
    assertThat(objects.read(RUN.key("lag-full-1.json"), ObservedLag.class)).isEqualTo(new ObservedLag(OptionalDouble.empty(), NOW));
  }

  @Test
  void stopsWithoutRaisingTheAlarmOnLag() {
    List<String> arns = loaded();
    resume(arns);
    StopTasksHandler stop = new StopTasksHandler(locks, dms, cloudWatch, NO_PAUSE);
    assertThat(stop.handle(new StopTasksHandler.Input(RUN, arns), LATER).stopped()).isEqualTo(1);
    assertThat(stop.handle(new StopTasksHandler.Input(RUN, arns), LATER).stopped()).isZero();
    assertThat(cloudWatch.alarms).containsOnlyKeys("tideway-shop-FreeStorageSpace");
  }

  @Test
  void createsTheTaskThatOnlyLoadsButLeavesItAlone() {
    EnsureTasksHandler.Output ensured = reloading();
    assertThat(ensured.keyless()).isEqualTo(2);
    assertThat(ensured.tasks()).containsExactly("arn:aws:dms:eu-west-1:1:task:tideway-shop-1");
    assertThat(ensured.reloads()).containsExactly(RELOAD);
    assertThat(dms.tasks.get(RELOAD).migrationType()).isEqualTo(MigrationTypeValue.FULL_LOAD);
    assertThat(dms.tasks.get(ensured.tasks().getFirst()).migrationType()).isEqualTo(MigrationTypeValue.FULL_LOAD_AND_CDC);
    assertThat(start(ensured.tasks())).isEqualTo(1);
    assertThat(dms.tasks.get(RELOAD).status()).isEqualTo("ready");
    assertThat(resources()).contains("task|" + RELOAD);
  }

  @Test
  void loadsTablesWithoutAKeyOnceForEachFreezeAndAttempt() {
    reloading();
    assertThat(loadKeyless("b.1:100", 1)).isEqualTo(1);
    assertThat(loadKeyless("b.1:100", 1)).as("asked again while it runs").isZero();
    dms.change(RELOAD, t -> t.status("stopped").stopReason(LOAD_ONLY));
    assertThat(loadKeyless("b.1:100", 1)).as("asked again after it has ended").isZero();
    assertThat(loadKeyless("b.1:100", 2)).as("a second attempt").isEqualTo(1);
    assertThat(dms.calls).endsWith("start-replication", "reload-target");
  }

  @Test
  void doesNotTrustALoadFromBeforeTheFreeze() {
    reloading();
    loadKeyless("b.1:100", 1);
    dms.change(RELOAD, t -> t.status("stopped").stopReason(LOAD_ONLY));
    assertThat(loadKeyless("b.1:200", 1)).as("written to since").isEqualTo(1);
    assertThat(loadKeyless("b.1:300", 1)).as("it still loads what was there before").isEqualTo(1);
    assertThat(dms.calls).endsWith("start-replication", "reload-target", "stop", "reload-target");
  }

  @Test
  void recognizesItsOwnStartWhoseAnswerWasLost() {
    reloading();
    loadKeyless("b.1:100", 1);
    // killed between the start and its answer: only the record from before the start is left
    dms.change(RELOAD, t -> t.status("failed").stopReason("Stop Reason FATAL_ERROR"));
    assertThat(loadKeyless("b.1:100", 1)).as("a failed load is the judgement's business").isZero();
    assertThat(dms.calls).containsOnlyOnce("start-replication").doesNotContain("reload-target");
  }

  @Test
  void judgesTablesWithoutAKeyApart() {
    reloading();
    loadKeyless("b.1:100", 1);
    dms.statistics(RELOAD, "log", "Table completed", 0, 0);
    dms.statistics(RELOAD, "notes", "Table error", 0, 0);
    JudgeKeylessHandler judge = new JudgeKeylessHandler(objects, locks, dms, Clock.offset(CLOCK, Duration.ofMillis(12_340)));
    assertThat(judge.handle(new JudgeKeylessHandler.Input(RUN, List.of(RELOAD)), LATER)).isEqualTo(new JudgeKeylessHandler.Output(2, 200, 1, 12.3));
    loadKeyless("b.1:100", 2);
    judge.handle(new JudgeKeylessHandler.Input(RUN, List.of(RELOAD)), LATER);
    KeylessLoad load = new Workspace(objects, RUN).read(KeylessLoad.FILE);
    assertThat(load.failed()).isEqualTo(DmsSamples.ids("notes"));
    assertThat(load.attempts()).isEqualTo(2);
    assertThat(load.began()).as("of the first attempt").isEqualTo(NOW);
    assertThat(objects.get(RUN.key(LoadResult.FILE.name()))).as("the other load's judgement").isEmpty();
  }

  @Test
  void removesTheTaskThatOnlyLoadsLikeTheRestAndEvenIfItWasNeverRecorded() {
    reloading();
    loadKeyless("b.1:100", 1);
    resources().forEach(r -> locks.removed(RUN.migration(), RUN.fence(), r));
    assertThat(cleanUp().deleting()).containsExactlyInAnyOrder("task|arn:aws:dms:eu-west-1:1:task:tideway-shop-1", "task|" + RELOAD);
  }

  private EnsureTasksHandler.Output reloading() {
    use(DmsSamples.reloading());
    new Workspace(objects, RUN).write(Inventory.FILE, DmsSamples.inventory(DmsSamples.keyed("shop", "orders"), table("shop", "log"), table("shop", "notes")));
    new PlanTasksHandler(objects, locks).handle(new PlanTasksHandler.Input(RUN), LATER);
    EnsureEndpointsHandler.Output endpoints = endpoints();
    return new EnsureTasksHandler(objects, locks, dms)
        .handle(new EnsureTasksHandler.Input(RUN, instance(), endpoints.source(), endpoints.target()), LATER);
  }

  private int loadKeyless(String freeze, int attempt) {
    return new LoadKeylessHandler(objects, locks, dms, CLOCK, NO_PAUSE)
        .handle(new LoadKeylessHandler.Input(RUN, List.of(RELOAD), freeze, attempt), LATER)
        .started();
  }

  @Test
  void removesInTheOrderDmsDemands() {
    use(DmsSamples.migration("none", "[\"subnet-1\"]"));
    resume(loaded());
    objects.putJson(RUN.key("rebase.json"), List.of());
    assertThat(cleanUp().deleting()).containsExactly("task|arn:aws:dms:eu-west-1:1:task:tideway-shop-1");
    assertThat(cleanUp().deleting()).as("while it is being deleted").hasSize(1);
    dms.tasks.clear();
    assertThat(cleanUp().deleting()).containsExactly("endpoint|arn:endpoint:tideway-shop-source", "endpoint|arn:endpoint:tideway-shop-target");
    assertThat(cleanUp().deleting()).containsExactly("instance|arn:rep:tideway-shop");
    assertThat(cleanUp().deleting()).containsExactly("instance|arn:rep:tideway-shop");
    dms.instances.clear();
    assertThat(cleanUp().deleting()).containsExactly("subnet-group|tideway-shop");
    assertThat(cleanUp()).isEqualTo(new CleanUpHandler.Output(true, List.of()));
    assertThat(resources()).isEmpty();
    assertThat(cloudWatch.alarms).isEmpty();
  }

  @Test
  void removesNothingWhileATaskMayHoldUnappliedChanges() {
    List<String> arns = loaded();
    resume(arns);
    assertThatThrownBy(this::cleanUp).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E076");
    assertThat(dms.tasks).hasSize(1);
    assertThat(cloudWatch.alarms).isNotEmpty();
  }

  @Test
  void removesWhatWasCreatedButNeverRecorded() {
    ready();
    resources().forEach(r -> locks.removed(RUN.migration(), RUN.fence(), r));
    while (!cleanUp().done()) {
      dms.tasks.values().removeIf(t -> t.status().equals("deleting"));
      dms.instances.values().removeIf(i -> i.replicationInstanceStatus().equals("deleting"));
    }
    assertThat(dms.tasks).isEmpty();
    assertThat(dms.endpoints).isEmpty();
    assertThat(dms.instances).isEmpty();
  }

  @Test
  void actsOnlyForTheHolderOfTheLock() {
    Run old = new Run(RUN.migration(), RUN.execution(), 0, RUN.prefix());
    assertThatThrownBy(() -> new EnsureInstanceHandler(objects, locks, dms).handle(new EnsureInstanceHandler.Input(old), LATER))
        .isInstanceOf(LockLost.class);
    assertThat(dms.calls).isEmpty();
  }

  private void use(Migration other) {
    migration = other;
    objects.putJson(RUN.key("migration.json"), other);
  }

  @Test
  void allowsExplicitIdsOnTheTargetIfTheRequestUsesAutoRandom() {
    Migration random = migration.withSchema(Migration.Schema.DEFAULT.withHotSpots(Migration.HotSpots.autoRandom));

    assertThat(EndpointSettings.target(random, ROLE, java.util.Optional.empty()).attributes().orElseThrow())
        .endsWith(", allow_auto_random_explicit_insert=1");
    assertThat(EndpointSettings.target(migration, ROLE, java.util.Optional.empty()).attributes().orElseThrow()).doesNotContain("auto_random");
  }

  private Migration migrationWithCa(String pem) {
    Migration.Endpoint source = new Migration.Endpoint("arn:secret:source", Migration.Tls.verifyFull, java.util.Optional.of(pem));
    Migration.Endpoint target = new Migration.Endpoint("arn:secret:target", Migration.Tls.verifyFull, java.util.Optional.of(pem));
    return DmsSamples.migration("verifyFull", "[]").with().source(source).target(target).build();
  }

  private String instance() {
    return new EnsureInstanceHandler(objects, locks, dms).handle(new EnsureInstanceHandler.Input(RUN), LATER).instance();
  }

  private EnsureEndpointsHandler.Output endpoints() {
    return new EnsureEndpointsHandler(objects, locks, dms, ROLE).handle(new EnsureEndpointsHandler.Input(RUN), LATER);
  }

  private List<String> tasks(String instance, EnsureEndpointsHandler.Output endpoints) {
    if (objects.get(RUN.key(TaskPlan.FILE.name())).isEmpty()) {
      new PlanTasksHandler(objects, locks).handle(new PlanTasksHandler.Input(RUN), LATER);
    }
    return new EnsureTasksHandler(objects, locks, dms)
        .handle(new EnsureTasksHandler.Input(RUN, instance, endpoints.source(), endpoints.target()), LATER)
        .tasks();
  }

  private List<String> ensureTasks() {
    return tasks(instance(), endpoints());
  }

  private List<String> ready() {
    return ensureTasks();
  }

  private List<String> loaded() {
    List<String> arns = ready();
    start(arns);
    dms.change(arns.getFirst(), t -> t.status("stopped").stopReason(LOADED));
    return arns;
  }

  private int start(List<String> arns) {
    return startWith(arns, NO_PAUSE, LATER);
  }

  private int startWith(List<String> arns, Sleeper pause, Deadline deadline) {
    return new StartTasksHandler(objects, locks, dms, cloudWatch, "arn:topic", pause)
        .handle(new StartTasksHandler.Input(RUN, arns), deadline)
        .started();
  }

  private int resume(List<String> arns) {
    return new ResumeTasksHandler(locks, dms, cloudWatch, "arn:topic", NO_PAUSE).handle(new ResumeTasksHandler.Input(RUN, arns), LATER).resumed();
  }

  private JudgeLoadHandler.Output judge(List<String> arns) {
    return new JudgeLoadHandler(objects, locks, dms).handle(new JudgeLoadHandler.Input(RUN, arns), LATER);
  }

  private CleanUpHandler.Output cleanUp() {
    return new CleanUpHandler(objects, locks, dms, cloudWatch, NO_PAUSE).handle(new CleanUpHandler.Input(RUN), LATER);
  }

  private Set<String> resources() {
    return locks.find(RUN.migration()).orElseThrow().resources();
  }
}
