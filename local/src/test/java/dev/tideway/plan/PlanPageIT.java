package dev.tideway.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.json.Json;
import dev.tideway.lambda.PlanHandler;
import dev.tideway.local.Checkout;
import dev.tideway.local.cloud.PythonEnvironment;
import dev.tideway.run.Run;
import dev.tideway.testing.MemoryLocks;
import dev.tideway.testing.MemoryObjects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The plan's page in a browser with the width of a phone, with hostile names. */
class PlanPageIT {
  private static final String HOSTILE = "\"><img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>&lt;b&gt;";
  private static final String LONG = "a_very_long_name_without_any_place_to_break_it_that_fills_64_chars";
  private static final Pattern RESULT = Pattern.compile("data-result=\"([A-Za-z0-9+/=]+)\"");
  private static final String MIGRATION =
      """
      {"name":"orders","mode":"migrate","source":{"secret":"s","tls":"none"},"target":{"secret":"t","tls":"none"},"schemas":[],
       "replication":{"instanceClass":"dms.t3.large","storageGb":50,"multiAz":false,"subnets":["subnet-1","subnet-2"],"securityGroups":[],
         "publiclyAccessible":false,"tags":{},"maxLoadTables":8},
       "verification":{"chunkRows":1000,"threads":1,"maxAge":"PT1H","acceptMismatches":[]},
       "cutover":{"approval":"none","freeze":"readOnly","maxLag":"PT5S","lagSamples":3,"approvalLimit":"PT1H","freezeLimit":"PT1H"},"finish":"keep",
       "schema":{"flatten":false,"hotSpots":"keep","shardBits":5,"preSplitRegions":0,"autoIdCache":1},"indexes":{"atOnce":1},"keyless":"refuse",
       "accept":[{"code":"TW-P064","object":"shop.archive","reason":"archived first"}]}
      """;

  /** Runs in the page: opens folded sections, then reads the page as a person and as a screen reader would. */
  private static final String READ_PAGE =
      """
      document.querySelectorAll('details').forEach(d => d.open = true);
      const figures = [...document.querySelectorAll('data[data-at]')].map(d => ({at: d.dataset.at, value: d.value, shown: d.textContent}));
      const seen = {
        title: document.title, width: document.documentElement.clientWidth, scroll: document.documentElement.scrollWidth,
        foreign: document.querySelectorAll('img,iframe,object,link,script:not([data-test])').length, text: document.body.innerText, figures};
      axe.run(document, {resultTypes: ['violations']}).then(r => {
        seen.violations = r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '));
        seen.passes = r.passes.length;
        document.body.setAttribute('data-result', btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(seen)))));
      });
      """;

  private final MemoryObjects objects = new MemoryObjects();
  private final Run run = new Run("orders", "arn:execution", 1, "migrations/orders/e");

  @Test
  void isReadableOnAPhoneAndShowsTheFiguresOfTheJson() throws IOException, InterruptedException {
    JsonNode plan = plan();
    JsonNode seen = open(objects.get(run.key("plan.html")).orElseThrow());

    assertThat(seen.get("width").asInt()).isEqualTo(360);
    assertThat(seen.get("scroll").asInt()).as("no sideways scrolling").isLessThanOrEqualTo(360);
    assertThat(seen.get("passes").asInt()).isPositive();
    assertThat(seen.get("violations").valueStream().map(JsonNode::asText)).isEmpty();
    assertThat(seen.get("title").asText()).isEqualTo("Plan of migration orders");
    assertThat(seen.get("foreign").asInt()).isZero();
    assertThat(seen.get("text").asText()).contains(HOSTILE, LONG, "Blocked: 1 findings", "archived first", "CREATE TABLE");
    List<String> pointers = new ArrayList<>();
    for (JsonNode figure : seen.get("figures")) {
      JsonNode figureOfJson = plan.at(figure.get("at").asText());
      assertThat(figure.get("value").asText()).as(figure.get("at").asText()).isEqualTo(figureOfJson.asText());
      assertThat(figure.get("shown").asText()).isIn(figureOfJson.asText(), String.format(java.util.Locale.ROOT, "%.1f MiB", figureOfJson.asDouble() / 1048576));
      pointers.add(figure.get("at").asText());
    }
    assertThat(pointers).contains("/blockers", "/warnings", "/estimates/rows", "/estimates/keylessSeconds", "/estimates/costPerDay", "/tables/1/rows", "/tables/1/bytes");
  }

  @Test
  void isDescribedByItsSchema() {
    JsonNode plan = plan();
    assertDescribed(plan, Json.read(read(Checkout.root().resolve("docs/plan.schema.json")), JsonNode.class), "");
  }

  private static void assertDescribed(JsonNode value, JsonNode schema, String pointer) {
    if (value.isObject() && schema.has("properties")) {
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        assertThat(schema.get("properties").has(member.getKey())).as(pointer + "/" + member.getKey()).isTrue();
        assertDescribed(member.getValue(), schema.get("properties").get(member.getKey()), pointer + "/" + member.getKey());
      }
      schema.path("required").forEach(name -> assertThat(value.has(name.asText())).as(pointer + "/" + name.asText()).isTrue());
    }
    if (value.isArray()) {
      value.forEach(item -> assertDescribed(item, schema.path("items"), pointer + "/*"));
    }
    if (schema.has("enum")) {
      assertThat(schema.get("enum").valueStream().map(JsonNode::asText)).as(pointer).contains(value.asText());
    }
    String type = schema.path("type").asText();
    assertThat(type.equals("integer") ? value.isIntegralNumber() : !type.equals("string") || value.isTextual()).as(pointer + " is of type " + type).isTrue();
  }

  private JsonNode plan() {
    objects.put(run.key("migration.json"), MIGRATION, "application/json");
    objects.putJson(
        run.key("findings-preflight.json"),
        List.of(
            Finding.blocker(FindingCode.NO_KEY, "shop." + HOSTILE, "no key", "a key", "ALTER TABLE `" + LONG + "` ADD COLUMN id BIGINT"),
            Finding.blocker(FindingCode.VALUE_TOO_LARGE, "shop.archive", "a value of 7 MiB", "less", "shorten it"),
            Finding.warning(FindingCode.ENGINE_WITHOUT_TRANSACTIONS, "shop." + LONG, "engine MyISAM", "InnoDB", "ALTER TABLE"),
            Finding.info(FindingCode.CASCADES, "shop.c", "ON DELETE CASCADE", "for your information", "nothing")));
    objects.putJson(run.key("findings-account.json"), List.of());
    objects.put(
        run.key("estimates.json"),
        """
        {"rows":123456,"bytes":987654321,"tables":2,"loadSeconds":21,"indexSeconds":6,"verifySeconds":14,"keylessSeconds":33,"requestUnits":1000000,
         "instanceClass":"dms.t3.large","storageGb":50,"reason":"small","costPerDay":3.77,"pricesOf":"2025-11-01","assumptions":["Load: 10000 rows a second"]}
        """,
        "application/json");
    objects.put(
        run.key("inventory.json"),
        """
        {"source":{"flavour":"mysql","version":"8.0.36","variables":{},"collations":[],"charsets":[]},
         "target":{"flavour":"tidb","version":"8.0.11-TiDB-v8.5.6","variables":{},"collations":[],"charsets":[]},"views":[],"schemas":{},"fingerprint":"f",
         "tables":[%s,%s]}
        """
            .formatted(table("orders", 123, 1_048_576), table(LONG, 7, 999)),
        "application/json");
    objects.put(
        run.key("schema.json"),
        """
        {"schemas":[{"name":"shop","sql":"CREATE DATABASE `shop`","charset":"utf8mb4","collation":"utf8mb4_bin"}],"tables":[{"id":{"schema":"shop","table":"t"},
         "create":"CREATE TABLE `shop`.`t` (\\n  `%s` INT\\n)","key":[],"indexes":[],"foreignKeys":[],"checks":[],"model":%s}],"views":[]}
        """
            .formatted(LONG, table("t", 0, 0)),
        "application/json");
    objects.put(
        run.key("programs.json"), "{\"programs\":[{\"kind\":\"trigger\",\"name\":\"shop.tr\",\"when\":\"BEFORE INSERT ON t\",\"text\":" + Json.write(HOSTILE) + "}]}",
        "application/json");
    MemoryLocks locks = new MemoryLocks();
    locks.acquire(run.migration(), run.execution(), "subject", run.prefix());
    new PlanHandler(objects, locks, Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC))
        .handle(new PlanHandler.Input(run), () -> Duration.ofMinutes(5));
    return objects.read(run.key("plan.json"), JsonNode.class);
  }

  private static String table(String name, long rows, long bytes) {
    return """
        {"id":{"schema":"shop","table":"%s"},"engine":"InnoDB","collation":"utf8mb4_bin","rows":%d,"bytes":%d,"comment":"","columns":[],"indexes":[],
         "foreignKeys":[],"lobMaxima":{},"checks":[],"options":{"storage":"","shardRowIdBits":0,"preSplitRegions":0}}"""
        .formatted(name, rows, bytes);
  }

  /** How a browser with the width of a phone shows the page. The page forbids scripts, so the test's script is allowed first. */
  private static JsonNode open(String html) throws IOException, InterruptedException {
    String scripted =
        html.replace("default-src 'none'", "script-src 'unsafe-inline'; default-src 'none'")
            .replace("</main></body>", "</main><script data-test>" + axe() + "</script><script data-test>" + READ_PAGE + "</script></body>");
    Path file = Files.createTempFile("plan", ".html");
    Path profile = Files.createTempDirectory("plan-browser");
    Files.writeString(file, scripted);
    Process browser =
        new ProcessBuilder(
                browser(), "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + profile, "--window-size=360,800", "--hide-scrollbars",
                "--virtual-time-budget=30000", "--dump-dom", file.toUri().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String dom = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(browser.waitFor()).isZero();
    Files.delete(file);
    Matcher result = RESULT.matcher(dom);
    assertThat(result.find()).as("the browser ran the test's script").isTrue();
    return Json.read(new String(Base64.getDecoder().decode(result.group(1)), StandardCharsets.UTF_8), JsonNode.class);
  }

  private static String browser() {
    return Stream.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
        .map(PlanPageIT::inPath)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() -> new AssertionError("this test needs Chromium: apt-get install chromium-headless-shell"));
  }

  private static Optional<String> inPath(String name) {
    return Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)).filter(Files::isExecutable).map(Path::toString).findFirst();
  }

  private static String axe() throws IOException, InterruptedException {
    Path python =
        PythonEnvironment.prepare(Checkout.root().resolve("local/page/requirements.txt"), PythonEnvironment.cacheFolder(), line -> {});
    try (Stream<Path> files = Files.walk(python.getParent().getParent().resolve("lib"))) {
      return read(files.filter(f -> f.endsWith("axe.min.js")).findFirst().orElseThrow());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
