package dev.tideway.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.Finding;
import dev.tideway.json.Json;
import dev.tideway.lambda.ValidateHandler;
import dev.tideway.run.Migration.Approval;
import dev.tideway.run.Migration.Finish;
import dev.tideway.run.Migration.Freeze;
import dev.tideway.run.Migration.Mode;
import dev.tideway.run.Migration.SchemaSelection;
import dev.tideway.run.Migration.Tls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class RequestParserTest {
  private static final String SOURCE = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:tideway/source-AbCdEf";
  private static final String TARGET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:tideway/target-AbCdEf";

  @Test
  void fillsInEveryDefault() {
    Migration migration = accepted("{'name':'orders','source':{'secret':'%s'},'target':{'secret':'%s'},'schemas':['shop']}".formatted(SOURCE, TARGET));
    assertThat(migration.mode()).isEqualTo(Mode.migrate);
    assertThat(migration.source().tls()).isEqualTo(Tls.verifyFull);
    assertThat(migration.schemas()).containsExactly(new SchemaSelection("shop", List.of()));
    assertThat(migration.replication().instanceClass()).isEqualTo("dms.t3.large");
    assertThat(migration.replication().publiclyAccessible()).isFalse();
    assertThat(migration.verification().chunkRows()).isEqualTo(50_000);
    assertThat(migration.cutover().approval()).isEqualTo(Approval.required);
    assertThat(migration.cutover().freeze()).isEqualTo(Freeze.readOnly);
    assertThat(migration.cutover().maxLag()).isEqualTo(Duration.ofSeconds(10));
    assertThat(migration.finish()).isEqualTo(Finish.delete);
    assertThat(migration.notBefore()).isEmpty();
  }

  @Test
  void readsEveryValueThatIsGiven() {
    Migration migration =
        accepted(
            """
            {'name':'a-1','mode':'plan','source':{'secret':'%s','tls':'none'},'target':{'secret':'%s','tls':'verifyCa'},
             'schemas':[{'schema':'shop','tables':['a','b']},'crm'],
             'replication':{'instanceClass':'dms.r6i.large','storageGb':100,'multiAz':true,'subnets':['subnet-1','subnet-2'],
               'securityGroups':['sg-1'],'publiclyAccessible':true,'maintenanceWindow':'sun:03:00-sun:03:30','tags':{'team':'db'},'maxLoadTables':4},
             'verification':{'chunkRows':1000,'threads':2,'maxAgeMinutes':5,'acceptMismatches':['shop.log'],
               'compare':'sampled','samplePercent':25,'repair':'sql','sourceLimits':{'threadsRunning':9,'probeMillis':50,'sharePercent':30}},
             'cutover':{'approval':'none','freeze':'declared','maxLagSeconds':1,'lagSamples':2,'approvalLimitHours':1,'freezeLimitMinutes':2},
             'finish':'keep','notBefore':'2026-12-06T03:00:00+01:00'}
            """
                .formatted(SOURCE, TARGET));
    assertThat(migration.mode()).isEqualTo(Mode.plan);
    assertThat(migration.schemas()).containsExactly(new SchemaSelection("shop", List.of("a", "b")), new SchemaSelection("crm", List.of()));
    assertThat(migration.replication().tags()).containsEntry("team", "db");
    assertThat(migration.replication().maintenanceWindow()).contains("sun:03:00-sun:03:30");
    assertThat(migration.verification().acceptMismatches()).containsExactly("shop.log");
    assertThat(migration.verification().compare()).contains(Migration.Compare.sampled);
    assertThat(migration.verification().samplePercent()).contains(25);
    assertThat(migration.verification().repair()).contains(Migration.Repair.sql);
    assertThat(migration.verification().sourceLimits()).contains(new Migration.SourceLimits(9, 50, 30));
    assertThat(migration.cutover().freezeLimit()).isEqualTo(Duration.ofMinutes(2));
    assertThat(migration.notBefore()).contains(Instant.parse("2026-12-06T02:00:00Z"));
  }

  @Test
  void leavesOutTablesAndViewsByExactName() {
    String request = "{'name':'a','source':{'secret':'%s'},'target':{'secret':'%s'},'schemas':['shop',{'schema':'crm','tables':['a']}],'exclude':%s}";
    Migration all = accepted(request.formatted(SOURCE, TARGET, "[]"));
    Migration less = accepted(request.formatted(SOURCE, TARGET, "['shop.log','shop.a.b']"));

    assertThat(less.exclude()).containsExactly("shop.log", "shop.a.b");
    assertThat(ValidateHandler.subject(less)).as("it decides which tables are migrated").isNotEqualTo(ValidateHandler.subject(all));
    assertThat(mistakes(request.formatted(SOURCE, TARGET, "['log','web.log','crm.a','shop.log','shop.log','shop.',5]")))
        .extracting(Finding::object)
        .containsExactly("/exclude/0", "/exclude/1", "/exclude/2", "/exclude/4", "/exclude/5", "/exclude/6");
  }

  @Test
  void refusesTablesWithoutAKeyUnlessTheRequestReloadsThem() {
    String request = "{'name':'a','source':{'secret':'%s'},'target':{'secret':'%s'},'schemas':['shop']%s}";
    Migration refusing = accepted(request.formatted(SOURCE, TARGET, ""));
    Migration reloading = accepted(request.formatted(SOURCE, TARGET, ",'keyless':'reload'"));

    assertThat(refusing.keyless()).isEqualTo(Migration.Keyless.refuse);
    assertThat(reloading.keyless()).isEqualTo(Migration.Keyless.reload);
    assertThat(ValidateHandler.subject(reloading)).as("another set of replicated tables").isNotEqualTo(ValidateHandler.subject(refusing));
  }

  @Test
  void readsHowTheSchemaIsConverted() {
    String request = "{'name':'a','source':{'secret':'%s'},'target':{'secret':'%s'},'schemas':['shop']%s}";

    assertThat(accepted(request.formatted(SOURCE, TARGET, "")).schema()).isEqualTo(Migration.Schema.DEFAULT);
    assertThat(
            accepted(
                    request.formatted(
                        SOURCE, TARGET, ",'schema':{'flatten':true,'hotSpots':'autoRandom','shardBits':3,'preSplitRegions':2,'autoIdCache':500}"))
                .schema())
        .isEqualTo(new Migration.Schema(true, Migration.HotSpots.autoRandom, 3, 2, 500));
    assertThat(mistakes(request.formatted(SOURCE, TARGET, ",'schema':{'shardBits':16,'hotSpots':'no'}")))
        .extracting(Finding::object)
        .containsExactlyInAnyOrder("/schema/shardBits", "/schema/hotSpots");
    assertThat(mistakes(request.formatted(SOURCE, TARGET, ",'schema':{'shardBits':2,'preSplitRegions':3}")))
        .extracting(Finding::object)
        .containsExactly("/schema/preSplitRegions");
  }

  @Test
  void listsEveryMistakeWithItsPointer() {
    List<Finding> mistakes =
        mistakes(
            """
            {'name':'-bad-','mode':'go','source':{'secret':'my-secret','tls':'sometimes'},'schemas':['%','mysql',{'schema':'shop','tables':[]}],
             'replication':{'instanceClass':'dms.t3.micro','storageGb':'50','subnets':['one']},'verification':{'threads':0},'finish':'later','colour':'blue',
             'notBefore':'tomorrow'}
            """);
    assertThat(mistakes)
        .extracting(Finding::object)
        .containsExactlyInAnyOrder(
            "/name", "/mode", "/source/secret", "/source/tls", "/target", "/schemas/0", "/schemas/1", "/schemas/2/tables",
            "/replication/instanceClass", "/replication/storageGb", "/replication/subnets", "/verification/threads", "/finish", "/colour",
            "/notBefore");
    assertThat(mistakes)
        .allSatisfy(
            m -> {
              assertThat(m.found()).isNotBlank();
              assertThat(m.needed()).isNotBlank();
              assertThat(m.fix()).isNotBlank();
            });
  }

  @Test
  void refusesTlsThatDmsDoesNotSupportAndNamesTheAlternative() {
    String request = "{'name':'a','source':{'secret':'%s','tls':'%s'},'target':{'secret':'%s'},'schemas':['shop']}";
    assertThat(mistakes(request.formatted(SOURCE, "require", TARGET)))
        .singleElement()
        .satisfies(
            m -> {
              assertThat(m.object()).isEqualTo("/source/tls");
              assertThat(m.needed()).isEqualTo("none, verifyCa or verifyFull");
              assertThat(m.fix()).contains("AWS DMS", "\"verifyFull\"", "\"verifyCa\"", "\"certificate\"", "\"none\"", "verifyFull is the default");
            });
    assertThat(mistakes(request.formatted(SOURCE, "sometimes", TARGET)))
        .singleElement()
        .satisfies(m -> assertThat(m.needed()).isEqualTo("none, verifyCa or verifyFull"));
  }

  @Test
  void refusesEverythingButAnObject() {
    for (String request : List.of("[1]", "[]", "'text'", "5", "true", "null")) {
      assertThat(mistakes(request)).as(request).extracting(Finding::object).containsExactly("/");
    }
  }

  @Test
  void refusesTheSameSchemaTwice() {
    assertThat(mistakes("{'name':'a','source':{'secret':'%s'},'target':{'secret':'%s'},'schemas':['shop','shop']}".formatted(SOURCE, TARGET)))
        .extracting(Finding::object)
        .containsExactly("/schemas/1");
  }

  @Test
  void neverShowsALongValueWhole() {
    String certificate = "x".repeat(5000);
    List<Finding> mistakes =
        mistakes("{'name':'a','source':{'secret':'%s','certificate':'%s'},'target':{'secret':'%s'},'schemas':['shop']}".formatted(SOURCE, certificate, TARGET));
    assertThat(mistakes).singleElement().satisfies(m -> assertThat(m.found().length()).isLessThan(100));
  }

  @Test
  void distinguishesSubjects() {
    Migration one = accepted("{'name':'a','source':{'secret':'%s'},'target':{'secret':'%s'},'schemas':['shop']}".formatted(SOURCE, TARGET));
    Migration same = accepted("{'name':'b','source':{'secret':'%s'},'target':{'secret':'%s'},'schemas':['shop'],'finish':'keep'}".formatted(SOURCE, TARGET));
    Migration other = accepted("{'name':'a','source':{'secret':'%s'},'target':{'secret':'%s'},'schemas':['crm']}".formatted(SOURCE, TARGET));
    assertThat(ValidateHandler.subject(same)).isEqualTo(ValidateHandler.subject(one));
    assertThat(ValidateHandler.subject(other)).isNotEqualTo(ValidateHandler.subject(one));
  }

  @Test
  void saysWhatIsWrongInPlainWords() {
    List<Finding> mistakes =
        mistakes(
            "{'source':{'secret':'%s'},'target':{'secret':'my-secret'},'schemas':[5,{'tables':['a','a']}],'exclude':['log'],%s}".formatted(
                SOURCE,
                """
                'replication':{'storageGb':4,'multiAz':'yes','subnets':['subnet-1'],'subnetGroup':'g','tags':{'aws:a/b':'c'}},'verification':{'threads':99999999999,'samplePercent':5},
                'cutover':{'maxLagSeconds':1.5,'lagSamples':null},'finish':'later','colour':'blue'
                """));
    assertThat(mistakes)
        .extracting(Finding::line)
        .containsExactly(
            "TW-P002 /colour: found an unknown member; needed one of name, mode, source, target, keyless, schemas, exclude, replication, verification, cutover, schema, finish, notBefore, indexes, accept;"
                + " fix: remove it, or correct its spelling",
            "TW-P003 /cutover/lagSamples: found null; needed a whole number; fix: write a number without quotes, or leave it out",
            "TW-P003 /cutover/maxLagSeconds: found 1.5; needed a whole number; fix: write a number without quotes",
            "TW-P006 /exclude/0: found \"log\"; needed a table or view of a selected schema, with the schema before it; fix: write for example \"shop.log\"",
            "TW-P004 /finish: found \"later\"; needed delete or keep; fix: choose one; delete is the default",
            "TW-P001 /name: found nothing; needed the migration's name: a letter, then letters, digits and single hyphens, 31 characters at most; fix: add \"name\": \"orders-to-tidb\"",
            "TW-P003 /replication/multiAz: found \"yes\"; needed true or false; fix: write true or false without quotes",
            "TW-P004 /replication/storageGb: found 4; needed 5 to 6144; fix: choose a number in that range; 50 is the default",
            "TW-P004 /replication/subnets: found a list of 1; needed at least two subnets in two availability zones; fix: add one: DMS asks for two zones",
            "TW-P004 /replication/subnets: found subnets and subnetGroup; needed one of them; fix: name subnets, or a subnet group that exists",
            "TW-P004 /replication/tags/aws:a~1b: found the key aws:a/b; needed a key that does not start with aws:, dms: or tideway:; fix: rename it",
            "TW-P003 /schemas/0: found 5; needed a text or an object; fix: write it in quotes, or write {…} with the members schema, tables",
            "TW-P001 /schemas/1/schema: found nothing; needed the exact name of a schema; fix: add \"schema\": \"shop\"",
            "TW-P006 /schemas/1/tables/1: found \"a\" a second time; needed at least one table, each once; fix: name each table once, or leave \"tables\" out to take all",
            "TW-P008 /target/secret: found a text of 9 characters; needed the ARN of a Secrets Manager secret with host, port, username and password;"
                + " fix: copy the ARN from the secret's page; a name is not enough for DMS",
            "TW-P004 /verification/samplePercent: found samplePercent with compare \"full\"; needed samplePercent only with compare sampled; fix: remove one of them",
            "TW-P004 /verification/threads: found 99999999999; needed 1 to 100; fix: choose a number in that range; 4 is the default");
  }

  @Test
  void readsWholeNumbersHoweverTheyAreWritten() {
    Migration.Verification verification = accepted("{'name':'a','source':{'secret':'%s'},'target':{'secret':'%s'},'schemas':['shop'],'verification':{'chunkRows':1e3,'threads':2.0}}".formatted(SOURCE, TARGET)).verification();
    assertThat(verification.chunkRows()).isEqualTo(1000);
    assertThat(verification.threads()).isEqualTo(2);
  }

  @Test
  void acceptsACertificateThatIsNamedByItsKey() {
    String request = "{'name':'a','source':{'secret':'%s'},'target':{'secret':'%s','certificate':'%s'},'schemas':['shop']}";
    assertThat(accepted(request.formatted(SOURCE, TARGET, "requests/ca.pem")).target().certificate()).contains("requests/ca.pem");
    assertThat(mistakes(request.formatted(SOURCE, TARGET, "ca.pem"))).extracting(Finding::object).containsExactly("/target/certificate");
  }

  @Test
  void neverShowsASecretInTheWrongPlace() {
    String request = "{'name':'a','source':%s,'target':%s,'schemas':[%s]}";
    List<Finding> mistakes =
        mistakes(request.formatted("{'secret':{'username':'u','password':'hunter2'}}", "{'secret':'hunter2','certificate':'-----BEGIN PRIVATE KEY-----hunter2'}", "['hunter2']"));
    assertThat(mistakes).extracting(Finding::object).containsExactly("/schemas/0", "/source/secret", "/target/certificate", "/target/secret");
    assertThat(mistakes).extracting(Finding::line).noneMatch(line -> line.contains("hunter2"));
    assertThat(mistakes(request.formatted("['hunter2']", "123456", "'a'"))).extracting(Finding::line).noneMatch(line -> line.contains("hunter2"));
  }

  @Test
  void namesEachOfManyMistakes() {
    String tables = IntStream.range(0, 10_000).mapToObj(i -> "'t" + i + (i % 2 == 0 ? "" : "%") + "'").collect(Collectors.joining(","));
    String request = "{'name':'%s','source':{'secret':'%s'},'target':{'secret':'%s'},'schemas':[{'schema':'shop','tables':[%s]}]}";
    assertThat(accepted(request.formatted("a", SOURCE, TARGET, tables.replace("%", ""))).schemas().getFirst().tables()).hasSize(10_000);
    assertThat(mistakes(request.formatted("a-a".repeat(50_000), SOURCE, TARGET, tables)))
        .hasSize(5001)
        .extracting(Finding::object)
        .startsWith("/name", "/schemas/0/tables/1", "/schemas/0/tables/3", "/schemas/0/tables/5", "/schemas/0/tables/7", "/schemas/0/tables/9", "/schemas/0/tables/11");
  }

  private static Migration accepted(String request) {
    RequestParser.Reading reading = RequestParser.read(json(request));
    assertThat(reading.mistakes()).isEmpty();
    return reading.migration().orElseThrow();
  }

  private static List<Finding> mistakes(String request) {
    RequestParser.Reading reading = RequestParser.read(json(request));
    assertThat(reading.migration()).isEmpty();
    return reading.mistakes();
  }

  private static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"'), JsonNode.class);
  }

  @Test
  void sharesConnectionsOutAmongFunctions() {
    for (int threads = 1; threads <= 100; threads++) {
      Migration.Verification verification = new Migration.Verification(1000, threads, Duration.ofHours(1), List.of());
      assertThat(verification.functions() * verification.workers()).isLessThanOrEqualTo(threads).isGreaterThan(threads / 2);
      assertThat(verification.workers()).isPositive();
    }
  }
}
