package dev.tideway.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.run.Migration.Approval;
import dev.tideway.run.Migration.Compare;
import dev.tideway.run.Migration.Cutover;
import dev.tideway.run.Migration.Endpoint;
import dev.tideway.run.Migration.Finish;
import dev.tideway.run.Migration.Freeze;
import dev.tideway.run.Migration.HotSpots;
import dev.tideway.run.Migration.Indexes;
import dev.tideway.run.Migration.Mode;
import dev.tideway.run.Migration.Replication;
import dev.tideway.run.Migration.Schema;
import dev.tideway.run.Migration.SchemaSelection;
import dev.tideway.run.Migration.SourceLimits;
import dev.tideway.run.Migration.Tls;
import dev.tideway.run.Migration.Verification;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Parses a request into a {@link Migration}, or into the list of all its mistakes. */
public final class RequestParser {
  private static final Pattern NAME = Pattern.compile("[A-Za-z](?:-?[A-Za-z0-9])*");
  private static final Pattern SECRET =
      Pattern.compile("arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[A-Za-z0-9/_+=.@-]+");
  private static final Pattern INSTANCE = Pattern.compile("dms\\.[a-z0-9]+\\.[a-z0-9]+");
  private static final Pattern WINDOW =
      Pattern.compile("(mon|tue|wed|thu|fri|sat|sun):\\d\\d:\\d\\d-(mon|tue|wed|thu|fri|sat|sun):\\d\\d:\\d\\d");
  private static final Set<String> TOO_SMALL = Set.of("dms.t2.micro", "dms.t2.small", "dms.t2.medium", "dms.t3.micro", "dms.t3.small", "dms.t3.medium");
  private static final int LONGEST_NAME = 31;

  private RequestParser() {}

  /**
   * The result of parsing. One of the two values is empty.
   *
   * @param migration the request with every default filled in
   * @param mistakes all mistakes of the request, each with its JSON pointer
   */
  public record Reading(Optional<Migration> migration, List<Finding> mistakes) {}

  /** Reads a request. The content of the request never causes an exception. */
  public static Reading read(JsonNode request) {
    List<Finding> mistakes = new ArrayList<>();
    RequestNode root = new RequestNode(request, "", mistakes);
    root.members(
        "name", "mode", "source", "target", "schemas", "replication", "verification", "cutover", "finish", "notBefore", "schema", "indexes",
        "accept", "keyless", "exclude", "$schema");
    List<SchemaSelection> schemas = schemas(root.get("schemas"));
    Migration migration =
        new Migration(
            name(root.get("name")),
            root.get("mode").choice(Mode.class, Mode.migrate),
            endpoint(root.get("source"), "source"),
            endpoint(root.get("target"), "target"),
            schemas,
            replication(root.get("replication")),
            verification(root.get("verification")),
            cutover(root.get("cutover")),
            root.get("finish").choice(Finish.class, Finish.delete),
            notBefore(root.get("notBefore")),
            schema(root.get("schema")),
            indexes(root.get("indexes")),
            acceptances(root.get("accept")),
            root.get("keyless").choice(Migration.Keyless.class, Migration.Keyless.refuse),
            exclude(root.get("exclude"), schemas));
    return mistakes.isEmpty() ? new Reading(Optional.of(migration), List.of()) : new Reading(Optional.empty(), List.copyOf(mistakes));
  }

  private static String name(RequestNode node) {
    String name = node.required("the migration's name", "add \"name\": \"orders-to-tidb\"");
    if (node.isText() && (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME)) {
      node.mistake(
          FindingCode.NAME_UNUSABLE,
          node.shown(),
          "a letter, then letters, digits and single hyphens, " + LONGEST_NAME + " characters at most",
          "choose a different name; DMS resources are named after it");
    }
    return name;
  }

  private static Endpoint endpoint(RequestNode node, String which) {
    if (!node.present()) {
      node.mistake(FindingCode.MEMBER_MISSING, "nothing", "the " + which + " database", "add \"" + which + "\": {\"secret\": \"<ARN>\"}");
    }
    node.members("secret", "tls", "certificate");
    RequestNode secret = node.get("secret");
    if (node.present()) {
      String arn = secret.required("the ARN of the secret with host, port, username and password", "store them in Secrets Manager and give the ARN");
      if (secret.isText() && !SECRET.matcher(arn).matches()) {
        secret.mistake(FindingCode.SECRET_WITHOUT_ARN, secret.shown(), "the ARN of a Secrets Manager secret", "copy the ARN from the secret's page; a name is not enough for DMS");
      }
    }
    RequestNode certificate = node.get("certificate");
    Optional<String> pem = certificate.text();
    if (pem.isPresent() && !pem.get().contains("-----BEGIN CERTIFICATE-----")) {
      certificate.mistake(FindingCode.WRONG_TYPE, certificate.shown(), "a CA certificate in PEM", "paste the text of the .pem file, BEGIN and END lines included, or put the file under requests/ in the application's bucket and write its key");
    }
    return new Endpoint(secret.present() ? secret.text().orElse("") : "", tls(node.get("tls")), pem);
  }

  private static Tls tls(RequestNode node) {
    if (node.text().filter(Tls.require.name()::equals).isPresent()) {
      node.mistake(
          FindingCode.OUT_OF_RANGE, node.shown(), "none, verifyCa or verifyFull: AWS DMS has no \"require\" for MySQL, MariaDB and Aurora",
          "write \"verifyFull\" (or \"verifyCa\") and the CA's PEM text as \"certificate\", or \"none\" if the network is private");
      return Tls.verifyFull;
    }
    return node.choice(EnumSet.complementOf(EnumSet.of(Tls.require)), Tls.verifyFull);
  }

  private static List<SchemaSelection> schemas(RequestNode node) {
    if (!node.present() || (node.items().isEmpty() && node.pointer().equals("/schemas"))) {
      node.mistake(FindingCode.SELECTION_NOT_EXACT, node.present() ? node.shown() : "nothing", "at least one schema by name", "add \"schemas\": [\"shop\"]");
    }
    List<SchemaSelection> selections = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (RequestNode item : node.items()) {
      SchemaSelection selection = item.isText() ? new SchemaSelection(item.text().orElse(""), List.of()) : selection(item);
      RequestNode at = item.isText() ? item : item.get("schema");
      check(at, selection.schema());
      if (!selection.schema().isEmpty() && !seen.add(selection.schema())) {
        at.mistake(FindingCode.SELECTION_NOT_EXACT, at.shown() + " a second time", "each schema once", "merge the two entries");
      }
      selections.add(selection);
    }
    return List.copyOf(selections);
  }

  private static SchemaSelection selection(RequestNode item) {
    item.members("schema", "tables");
    String schema = item.get("schema").required("the schema's name", "write {\"schema\": \"shop\", \"tables\": [\"orders\"]}");
    RequestNode tables = item.get("tables");
    for (RequestNode table : tables.items()) {
      if (table.text().filter(t -> t.isEmpty() || t.indexOf('%') >= 0).isPresent()) {
        table.mistake(FindingCode.SELECTION_NOT_EXACT, table.shown(), "the exact name of a table", "name every table, or leave \"tables\" out to take all");
      }
    }
    if (tables.present() && tables.texts().isEmpty()) {
      tables.mistake(FindingCode.SELECTION_NOT_EXACT, tables.shown(), "at least one table", "name tables, or leave \"tables\" out to take all");
    }
    return new SchemaSelection(schema, List.copyOf(tables.texts()));
  }

  private static List<String> exclude(RequestNode node, List<SchemaSelection> schemas) {
    Set<String> names = new LinkedHashSet<>();
    for (RequestNode item : node.items()) {
      String name = item.text().orElse("");
      Optional<SchemaSelection> selection =
          schemas.stream().filter(s -> name.startsWith(s.schema() + ".") && name.length() > s.schema().length() + 1).findFirst();
      if (item.isText() && selection.isEmpty()) {
        item.mistake(
            FindingCode.SELECTION_NOT_EXACT, item.shown(), "a table or view of a selected schema, with the schema before it", "write for example \"exclude\": [\"shop.log\"]");
      } else if (selection.filter(s -> s.tables().contains(name.substring(s.schema().length() + 1))).isPresent()) {
        item.mistake(FindingCode.SELECTION_NOT_EXACT, item.shown() + ", which \"tables\" names", "a table in one of the two", "remove it from \"tables\"");
      } else if (item.isText() && !names.add(name)) {
        item.mistake(FindingCode.SELECTION_NOT_EXACT, item.shown() + " a second time", "each name once", "remove one of them");
      }
    }
    return List.copyOf(names);
  }

  private static void check(RequestNode at, String schema) {
    if (schema.indexOf('%') >= 0) {
      at.mistake(
          FindingCode.SELECTION_NOT_EXACT, at.shown(), "the exact name of a schema", "list the schemas by name: % would also take mysql and its password hashes");
    } else if (SystemSchemas.contains(schema)) {
      at.mistake(FindingCode.SYSTEM_SCHEMA_REQUESTED, at.shown(), "a schema of your application", "leave it out: it belongs to the server or to a tool");
    } else if (at.isText() && schema.isBlank()) {
      at.mistake(FindingCode.SELECTION_NOT_EXACT, at.shown(), "the exact name of a schema", "name it");
    }
  }

  private static Replication replication(RequestNode node) {
    node.members(
        "instanceClass", "storageGb", "multiAz", "subnets", "subnetGroup", "securityGroups", "publiclyAccessible", "maintenanceWindow", "tags", "maxLoadTables");
    RequestNode instance = node.get("instanceClass");
    String instanceClass = instance.text().orElse("dms.t3.large");
    if (!INSTANCE.matcher(instanceClass).matches()) {
      instance.mistake(FindingCode.OUT_OF_RANGE, instance.shown(), "a replication instance class", "write for example dms.t3.large");
    } else if (TOO_SMALL.contains(instanceClass)) {
      instance.mistake(FindingCode.OUT_OF_RANGE, instance.shown(), "dms.t3.large or more", "choose at least dms.t3.large: smaller ones run out of memory during the full load");
    }
    RequestNode window = node.get("maintenanceWindow");
    if (window.text().filter(w -> !WINDOW.matcher(w).matches()).isPresent()) {
      window.mistake(FindingCode.OUT_OF_RANGE, window.shown(), "ddd:hh:mm-ddd:hh:mm in UTC", "write for example sun:03:00-sun:03:30");
    }
    if (node.get("subnets").present() && node.get("subnetGroup").present()) {
      node.get("subnets").mistake(FindingCode.OUT_OF_RANGE, "subnets and subnetGroup", "one of them", "name subnets, or a subnet group that exists");
    }
    if (node.get("subnets").present() && node.get("subnets").texts().size() < 2) {
      node.get("subnets").mistake(FindingCode.OUT_OF_RANGE, node.get("subnets").shown(), "at least two subnets in two availability zones", "add one: DMS asks for two zones");
    }
    return new Replication(
        instanceClass,
        node.get("storageGb").number(50, 5, 6144),
        node.get("multiAz").flag(false),
        List.copyOf(node.get("subnets").texts()),
        node.get("subnetGroup").text(),
        List.copyOf(node.get("securityGroups").texts()),
        node.get("publiclyAccessible").flag(false),
        window.text(),
        tags(node.get("tags")),
        node.get("maxLoadTables").number(8, 1, 49));
  }

  private static java.util.Map<String, String> tags(RequestNode node) {
    java.util.Map<String, String> tags = node.textMap();
    for (String key : tags.keySet()) {
      if (key.startsWith("aws:") || key.startsWith("dms:") || key.startsWith("tideway:")) {
        node.get(key).mistake(FindingCode.OUT_OF_RANGE, "the tag key " + key, "a key that does not start with aws:, dms: or tideway:", "rename it");
      }
    }
    return tags;
  }

  private static Verification verification(RequestNode node) {
    node.members("chunkRows", "threads", "maxAgeMinutes", "acceptMismatches", "compare", "samplePercent", "sourceLimits", "repair");
    Compare compare = node.get("compare").choice(Compare.class, Compare.full);
    RequestNode percent = node.get("samplePercent");
    if (percent.present() && compare != Compare.sampled) {
      percent.mistake(FindingCode.OUT_OF_RANGE, "samplePercent with compare " + compare, "samplePercent only with compare sampled", "remove one of them");
    }
    RequestNode limits = node.get("sourceLimits");
    limits.members("threadsRunning", "probeMillis", "sharePercent");
    SourceLimits usual = SourceLimits.DEFAULT;
    return new Verification(
        node.get("chunkRows").number(50_000, 100, 1_000_000),
        node.get("threads").number(4, 1, 100),
        Duration.ofMinutes(node.get("maxAgeMinutes").number(24 * 60, 1, 30 * 24 * 60)),
        List.copyOf(node.get("acceptMismatches").texts()),
        Optional.of(compare),
        Optional.of(percent.number(10, 1, 100)),
        Optional.of(new SourceLimits(
            limits.get("threadsRunning").number(usual.threadsRunning(), 1, 10_000),
            limits.get("probeMillis").number(usual.probeMillis(), 1, 60_000),
            limits.get("sharePercent").number(usual.sharePercent(), 1, 100))),
        Optional.of(node.get("repair").choice(Migration.Repair.class, Migration.Repair.none)));
  }

  private static Cutover cutover(RequestNode node) {
    node.members("approval", "freeze", "maxLagSeconds", "lagSamples", "approvalLimitHours", "freezeLimitMinutes");
    return new Cutover(
        node.get("approval").choice(Approval.class, Approval.required),
        node.get("freeze").choice(Freeze.class, Freeze.readOnly),
        Duration.ofSeconds(node.get("maxLagSeconds").number(10, 1, 3600)),
        node.get("lagSamples").number(3, 1, 60),
        Duration.ofHours(node.get("approvalLimitHours").number(14 * 24, 1, 90 * 24)),
        Duration.ofMinutes(node.get("freezeLimitMinutes").number(60, 1, 24 * 60)));
  }

  private static Indexes indexes(RequestNode node) {
    node.members("atOnce");
    return new Indexes(node.get("atOnce").number(Indexes.DEFAULT.atOnce(), 1, 16));
  }

  private static Schema schema(RequestNode node) {
    node.members("flatten", "hotSpots", "shardBits", "preSplitRegions", "autoIdCache");
    Schema otherwise = Schema.DEFAULT;
    int shardBits = node.get("shardBits").number(otherwise.shardBits(), 1, 15);
    RequestNode regions = node.get("preSplitRegions");
    int preSplitRegions = regions.number(otherwise.preSplitRegions(), 0, 15);
    if (preSplitRegions > shardBits) {
      regions.mistake(FindingCode.OUT_OF_RANGE, regions.shown(), "at most shardBits, which is " + shardBits, "TiDB would silently take fewer: raise shardBits or lower it");
    }
    return new Schema(
        node.get("flatten").flag(otherwise.flatten()),
        node.get("hotSpots").choice(HotSpots.class, otherwise.hotSpots()),
        shardBits,
        preSplitRegions,
        node.get("autoIdCache").number(otherwise.autoIdCache(), 1, 30_000));
  }

  private static List<Migration.Acceptance> acceptances(RequestNode node) {
    return node.items().stream().map(RequestParser::acceptance).toList();
  }

  private static Migration.Acceptance acceptance(RequestNode item) {
    item.members("code", "object", "reason");
    RequestNode code = item.get("code");
    String text = code.required("the code of a finding", "write {\"code\": \"" + FindingCode.ENGINE_WITHOUT_TRANSACTIONS + "\", \"object\": \"shop.log\", \"reason\": \"written once a year\"}");
    if (code.isText() && !FindingCode.looksLikeOne(text)) {
      code.mistake(FindingCode.OUT_OF_RANGE, code.shown(), "the code of a finding", "copy it from the plan, for example " + FindingCode.ENGINE_WITHOUT_TRANSACTIONS);
    }
    return new Migration.Acceptance(
        text, item.get("object").text(), item.get("reason").required("why the finding is accepted", "add \"reason\": \"…\""));
  }

  private static Optional<Instant> notBefore(RequestNode node) {
    Optional<String> text = node.text();
    try {
      return text.map(t -> OffsetDateTime.parse(t).toInstant());
    } catch (DateTimeParseException e) {
      node.mistake(FindingCode.WRONG_TYPE, node.shown(), "a time with its offset", "write for example 2026-12-06T02:00:00Z");
      return Optional.empty();
    }
  }
}
