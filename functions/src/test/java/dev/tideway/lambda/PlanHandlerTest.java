package dev.tideway.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.json.Json;
import dev.tideway.plan.Plan;
import dev.tideway.run.Deadline;
import dev.tideway.run.Run;
import dev.tideway.testing.MemoryLocks;
import dev.tideway.testing.MemoryObjects;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class PlanHandlerTest {
  private static final Deadline LATER = () -> Duration.ofMinutes(10);
  private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC);
  private static final String MIGRATION =
      """
      {"name":"orders","mode":"migrate","source":{"secret":"s","tls":"none"},"target":{"secret":"t","tls":"none"},"schemas":[],
       "replication":{"instanceClass":"dms.t3.large","storageGb":50,"multiAz":false,"subnets":[],"securityGroups":[],"publiclyAccessible":false,"tags":{},"maxLoadTables":8},
       "verification":{"chunkRows":1000,"threads":1,"maxAge":"PT1H","acceptMismatches":[]},
       "cutover":{"approval":"none","freeze":"readOnly","maxLag":"PT5S","lagSamples":3,"approvalLimit":"PT1H","freezeLimit":"PT1H"},"finish":"keep",
       "schema":{"flatten":false,"hotSpots":"keep","shardBits":4,"preSplitRegions":4,"autoIdCache":1},"indexes":{"atOnce":1},"accept":@,"keyless":"refuse"}
      """;

  private String accept = "[]";
  private final MemoryObjects objects = new MemoryObjects();
  private final MemoryLocks locks = new MemoryLocks();
  private final Run run = new Run("orders", "arn:execution", 1, "migrations/orders/e");

  PlanHandlerTest() {
    locks.acquire("orders", "arn:execution", "subject", "migrations/orders/e");
  }

  @Test
  void isReadyWithoutBlockers() {
    findings("preflight", Finding.warning(FindingCode.SYSTEM_SCHEMA, "t", "f", "n", "x"));
    PlanHandler.Output output = plan();
    assertThat(output.verdict()).isEqualTo(Plan.Verdict.ready);
    assertThat(output.warnings()).isEqualTo(1);
    assertThat(objects.get("migrations/orders/e/plan.html")).hasValueSatisfying(html -> assertThat(html).contains("Ready"));
  }

  @Test
  void isBlockedByOneBlockerOfAnyStep() {
    findings("dry-run", Finding.blocker(FindingCode.NO_KEY, "shop.t", "found it", "needed it", "mend it"));
    PlanHandler.Output output = plan();
    assertThat(output.verdict()).isEqualTo(Plan.Verdict.blocked);
    assertThat(output.summary()).contains("TW-P060 shop.t: found found it; needed needed it; fix: mend it");
    JsonNode json = Json.read(objects.get("migrations/orders/e/plan.json").orElseThrow(), JsonNode.class);
    assertThat(json.get("verdict").asText()).isEqualTo("blocked");
    assertThat(objects.get("migrations/orders/e/plan.html").orElseThrow()).contains("<dt>Who acts</dt><dd>the source&#39;s administrator</dd>");
  }

  @Test
  void listsBlockersFirst() {
    findings("inventory", Finding.info(FindingCode.MEMBER_MISSING, "a", "f", "n", "x"));
    findings("preflight", Finding.warning(FindingCode.MEMBER_UNKNOWN, "b", "f", "n", "x"), Finding.blocker(FindingCode.WRONG_TYPE, "c", "f", "n", "x"));
    plan();
    JsonNode json = Json.read(objects.get("migrations/orders/e/plan.json").orElseThrow(), JsonNode.class);
    assertThat(json.get("findings").findValuesAsText("severity")).containsExactly("blocker", "warning", "info");
  }

  @Test
  void escapesAllTextFromADatabase() {
    findings("preflight", Finding.warning(FindingCode.SYSTEM_SCHEMA, "<script>alert('x')</script>", "\"&", "n", "x"));
    plan();
    assertThat(objects.get("migrations/orders/e/plan.html").orElseThrow())
        .doesNotContain("<script")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;", "&quot;&amp;");
  }

  @Test
  void cutsTheSummaryToWhatAStateCanHold() {
    List<Finding> many = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      many.add(Finding.blocker(FindingCode.WRONG_TYPE, "table" + i, "f", "n", "x"));
    }
    findings("preflight", many.toArray(Finding[]::new));
    assertThat(Json.write(plan()).getBytes(java.nio.charset.StandardCharsets.UTF_8).length).isLessThan(8_192);
  }

  @Test
  void groupsFindingsOfOneKind() {
    List<Finding> many = new ArrayList<>();
    for (int i = 100; i < 1000; i++) {
      many.add(Finding.blocker(FindingCode.WRONG_TYPE, "table" + i, "f", "n", "x"));
    }
    many.add(Finding.blocker(FindingCode.VALUE_TOO_LARGE, "other", "f", "n", "x"));
    findings("preflight", many.toArray(Finding[]::new));
    assertThat(plan().summary().lines())
        .startsWith("TW-E011: 901 blockers", "TW-P003 table100: found f; needed n; fix: x", "TW-P003 table101: found f; needed n; fix: x", "TW-P003 table102: found f; needed n; fix: x")
        .endsWith("TW-P064 other: found f; needed n; fix: x")
        .hasSize(6)
        .anySatisfy(line -> assertThat(line).startsWith("TW-P003, 897 more: table103, table104, ").endsWith(", …"));
    String page = objects.get(run.key("plan.html")).orElseThrow();
    assertThat(page.split("<article", -1)).as("three and the other one").hasSize(5);
    assertThat(page).contains("<summary>897 more TW-P003, 900 in all</summary>", "397 more TW-P003 are in plan.json");
  }

  @Test
  void readsWhatTheRequestAccepts() {
    findings("preflight", Finding.blocker(FindingCode.VALUE_TOO_LARGE, "shop.t.a", "f", "n", "x"), Finding.blocker(FindingCode.VALUE_TOO_LARGE, "shop.u.a", "f", "n", "x"));
    accept = "[{\"code\":\"TW-P064\",\"object\":\"shop.t.a\",\"reason\":\"archived first\"}]";
    assertThat(plan().blockers()).isEqualTo(1);
    accept = "[{\"code\":\"TW-P064\",\"reason\":\"archived first\"}]";
    PlanHandler.Output output = plan();
    assertThat(output.verdict()).isEqualTo(Plan.Verdict.ready);
    assertThat(output.warnings()).isEqualTo(2);
    assertThat(objects.get("migrations/orders/e/plan.html").orElseThrow()).contains("archived first");
  }

  @Test
  void refusesToAcceptWhatCannotEndWell() {
    findings("preflight", Finding.blocker(FindingCode.NO_KEY, "shop.t", "f", "n", "x"));
    accept = "[{\"code\":\"TW-P060\",\"reason\":\"never mind\"},{\"code\":\"TW-P063\",\"reason\":\"never mind\"}]";
    PlanHandler.Output output = plan();
    assertThat(output.verdict()).isEqualTo(Plan.Verdict.blocked);
    JsonNode json = Json.read(objects.get("migrations/orders/e/plan.json").orElseThrow(), JsonNode.class);
    assertThat(json.get("findings").findValuesAsText("code")).containsExactly("TW-P060", "TW-P302", "TW-P303");
  }

  @Test
  void reportsThatTheAccountWasNotChecked() {
    objects.put(run.key("migration.json"), MIGRATION.replace("@", accept), "application/json");
    new PlanHandler(objects, locks, CLOCK).handle(new PlanHandler.Input(run), LATER);
    JsonNode json = Json.read(objects.get("migrations/orders/e/plan.json").orElseThrow(), JsonNode.class);
    assertThat(json.get("findings").findValuesAsText("code")).containsExactly("TW-P390");
  }

  private void findings(String step, Finding... findings) {
    objects.putJson(run.key("findings-" + step + ".json"), findings);
  }

  private PlanHandler.Output plan() {
    objects.put(run.key("migration.json"), MIGRATION.replace("@", accept), "application/json");
    findings("account");
    return new PlanHandler(objects, locks, CLOCK).handle(new PlanHandler.Input(run), LATER);
  }
}
