package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Sql;
import dev.tideway.model.Flavour;
import dev.tideway.model.Server;
import dev.tideway.plan.Estimates;
import dev.tideway.run.Migration;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks of the target. */
final class TargetChecks {
  /** Storage and request units that TiDB Cloud Starter includes for free, per cluster and month ("TiDB Cloud Starter pricing"). */
  private static final long FREE_BYTES = 5L << 30;

  private static final long FREE_UNITS = 50_000_000;

  private static final long GC_SECONDS = 86_400;

  private TargetChecks() {}

  static List<Finding> version(CheckContext s) {
    Server target = s.inventory().target();
    boolean supported = target.flavour() == Flavour.tidb && ServerVersion.of(target.version()).filter(v -> !v.atLeast(7, 5)).isEmpty();
    return supported
        ? List.of()
        : List.of(
            Finding.blocker(
                FindingCode.TARGET_VERSION, "target", target.version(), "TiDB 7.5 or newer", "put the address of a TiDB Cloud cluster into the target's secret"));
  }

  /** Reports tables of the migration that the target already has. */
  static List<Finding> tables(CheckContext s, Connection connection) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    if (s.ownTables()) {
      return findings;
    }
    PresentTables.read(connection, s.inventory())
        .forEach(
            (table, rows) -> {
              String drop = "DROP TABLE " + Sql.name(table.schema(), table.table());
              findings.add(
                  rows
                      ? Finding.blocker(
                          FindingCode.TARGET_TABLE_WITH_ROWS, "target " + table, "a table with rows that Tideway did not create", "no such table",
                          "save its rows if they matter, then " + drop + " on the target; or use a different target")
                      : Finding.blocker(
                          FindingCode.TARGET_TABLE_EMPTY, "target " + table, "an empty table that Tideway did not create", "no such table: Tideway creates it with its own definition",
                          drop + " on the target"));
            });
    return findings;
  }

  /** Compares the capability matrix with what the selection uses. */
  static List<Finding> features(CheckContext s) {
    Server target = s.inventory().target();
    return target.flavour() != Flavour.tidb
        ? List.of()
        : TargetFeature.ALL.stream()
            .filter(feature -> !feature.on(target) && feature.needed().test(s.inventory()))
            .map(
                feature ->
                    Finding.warning(
                        FindingCode.TARGET_FEATURE_MISSING, "target", target.version() + ", which has no " + feature.what(), "TiDB " + feature.since().major() + "." + feature.since().minor() + " or newer",
                        "choose a newer cluster; on this one the plan's DDL does not use it"
                            + (feature.equals(TargetFeature.FOREIGN_KEYS) ? ", or with foreign keys that are experimental" : "")))
            .toList();
  }

  static List<Finding> userName(CheckContext s) {
    TargetKind kind = TargetKind.of(s.inventory().target(), s.target().host());
    return kind == TargetKind.starterOrEssential && TargetKind.shared(s.target().host()) && s.target().user().indexOf('.') < 1
        ? List.of(
            Finding.warning(
                FindingCode.USER_WITHOUT_PREFIX, "target account " + s.target().user(), "a user name without the cluster's prefix, which the server accepted",
                "prefix.user, as TiDB Cloud Starter requires, and Essential if the cluster is older than 2026-06-30",
                "copy the user name from the cluster's Connect dialog into the target's secret"))
        : List.of();
  }

  static List<Finding> region(CheckContext s) {
    return TargetKind.region(s.target().host())
        .filter(region -> !s.region().isEmpty() && !region.equals(s.region()))
        .map(
            region ->
                List.of(
                    Finding.warning(
                        FindingCode.OTHER_REGION, "target", "a cluster in " + region + ", while AWS DMS runs in " + s.region(), "both in one region",
                        "deploy Tideway in " + region + ", or accept more lag and the cost of traffic between regions")))
        .orElse(List.of());
  }

  static List<Finding> port(CheckContext s) {
    return TargetKind.of(s.inventory().target(), s.target().host()) == TargetKind.none || s.target().port() != 3306 || !TargetKind.publicEndpoint(s.target().host())
        ? List.of()
        : List.of(
            Finding.warning(
                FindingCode.TARGET_PORT, "target", "port 3306", "4000, where TiDB Cloud listens", "put 4000 into the target's secret, unless the endpoint has a different port"));
  }

  static List<Finding> tls(CheckContext s) {
    if (!TargetKind.publicEndpoint(s.target().host())) {
      return List.of();
    }
    Migration.Tls tls = s.migration().target().tls();
    return switch (tls) {
      case verifyFull -> List.of();
      case none ->
          List.of(
              Finding.blocker(
                  FindingCode.TLS_UNVERIFIED, "/target/tls", "none over a public endpoint", "verifyFull", "remove \"tls\" from the request's \"target\": verifyFull is the default"));
      case require, verifyCa ->
          List.of(
              Finding.warning(
                  FindingCode.TLS_UNVERIFIED, "/target/tls", tls + " over a public endpoint: a different host could answer", "verifyFull",
                  "remove \"tls\" from the request's \"target\": verifyFull is the default"));
    };
  }

  /** AWS DMS uses TLS 1.2 and nothing newer with MySQL endpoints. */
  static List<Finding> tlsVersion(CheckContext s, Connection connection) throws SQLException {
    if (s.migration().target().tls() == Migration.Tls.none) {
      return List.of();
    }
    String offered = Rows.first(connection, "SELECT @@GLOBAL.tls_version").orElse("");
    return offered.isEmpty() || offered.contains("TLSv1.2")
        ? List.of()
        : List.of(
            Finding.blocker(
                FindingCode.TARGET_TLS_VERSION, "target tls_version", offered, "TLSv1.2 in the list: AWS DMS supports no newer version",
                "set security.tls-version = \"TLSv1.2\" in the target's configuration"));
  }

  /** A migration soon uses up the storage and request units that Starter includes for free. */
  static List<Finding> quota(CheckContext s) {
    if (TargetKind.of(s.inventory().target(), s.target().host()) != TargetKind.starterOrEssential) {
      return List.of();
    }
    Estimates e = s.estimates();
    String need = ReadableSizes.text(e.bytes()) + " of rows, about " + e.requestUnits() / 1_000_000 + " million request units for load, indexes and one verification";
    return e.bytes() > FREE_BYTES || e.requestUnits() > FREE_UNITS
        ? List.of(
            Finding.warning(
                FindingCode.TARGET_QUOTA, "target", need, "a quota for that: Starter includes 5 GiB of rows and 50 million request units a month free of charge, then stops or slows down",
                "set a spending limit for the Starter cluster, or choose Essential with enough capacity; every further verification reads all rows again"))
        : List.of(
            Finding.info(
                FindingCode.TARGET_QUOTA, "target", need, "less than the 5 GiB and the 50 million request units a month of Starter", "nothing, if nothing else uses the cluster"));
  }

  static List<Finding> cutConnections(CheckContext s) {
    return TargetKind.of(s.inventory().target(), s.target().host()) == TargetKind.starterOrEssential
        ? List.of(
            Finding.info(
                FindingCode.CONNECTIONS_CUT, "target", "a cluster that may close connections after 30 minutes", "clients that connect again",
                "nothing: every statement of Tideway is short and AWS DMS connects again; give the application's pool a shorter maximum lifetime"))
        : List.of();
  }

  /** The garbage collection life time limits how far back a changefeed may start. So it limits how long a return to the source stays possible after the switch. */
  static List<Finding> garbage(CheckContext s, Connection connection) throws SQLException {
    if (s.inventory().target().flavour() != Flavour.tidb) {
      return List.of();
    }
    TargetKind kind = TargetKind.of(s.inventory().target(), s.target().host());
    String life = Rows.first(connection, "SELECT @@GLOBAL.tidb_gc_life_time").orElse("");
    if (kind == TargetKind.starterOrEssential) {
      return List.of(
          Finding.warning(
              FindingCode.WAY_BACK, "target", "Starter and Essential: tidb_gc_life_time is " + life + " and cannot be changed; Starter has no changefeed",
              "a decision before the approval whether you need a rollback",
              "Essential: create the changefeed within " + life + " of the switch; Starter: the only way to roll back is a dump"));
    }
    Optional<Long> seconds = GoDuration.seconds(life);
    return seconds.filter(n -> n < GC_SECONDS).isEmpty()
        ? List.of()
        : List.of(
            Finding.info(
                FindingCode.WAY_BACK, "target tidb_gc_life_time", life, "24h0m0s, if you want a changefeed back to the source: it starts at the switch's TSO, which garbage collection removes",
                "SET GLOBAL tidb_gc_life_time = '24h' on the target before the cutover, and back afterwards"));
  }

  /** With the old collation framework every _ci collation compares bytes. */
  static List<Finding> newCollation(CheckContext s, Connection connection) throws SQLException {
    return s.inventory().target().flavour() == Flavour.tidb
            && Rows.first(connection, "SELECT _utf8mb4'a' COLLATE utf8mb4_general_ci = _utf8mb4'A' COLLATE utf8mb4_general_ci").filter("0"::equals).isPresent()
        ? List.of(
            Finding.blocker(
                FindingCode.COLLATIONS_COMPARE_BYTES, "target", "new_collations_enabled_on_first_bootstrap = false: every collation compares bytes", "collations that compare as their names say",
                "create a new cluster: this cannot be changed after the first start"))
        : List.of();
  }

  static List<Finding> connections(CheckContext s, Connection connection) throws SQLException {
    long most = ServerVariables.number(s.inventory().target(), "max_connections").orElse(0L);
    // TiDB: 0 means no limit
    return most == 0 ? List.of() : SourceQuestions.connections(s, "target", connected(connection), most);
  }

  private static long connected(Connection connection) throws SQLException {
    return Rows.first(connection, "SELECT COUNT(*) FROM information_schema.PROCESSLIST").map(Long::parseLong).orElse(0L);
  }

  static List<Finding> timeZone(CheckContext s) {
    String source = ServerVariables.value(s.inventory().source(), "time_zone");
    String target = ServerVariables.value(s.inventory().target(), "time_zone");
    String from = source.equalsIgnoreCase("SYSTEM") ? ServerVariables.value(s.inventory().source(), "system_time_zone") : source;
    String to = target.equalsIgnoreCase("SYSTEM") ? ServerVariables.value(s.inventory().target(), "system_time_zone") : target;
    return same(from, to)
        ? List.of()
        : List.of(
            Finding.info(
                FindingCode.TIME_ZONES_DIFFER, "target time_zone", to, from + ", like the source: TIMESTAMP columns and NOW() are shown in this zone",
                "SET GLOBAL time_zone = '" + from + "' on the target before the switch, unless the application sets its own"));
  }

  private static boolean same(String from, String to) {
    return from.equalsIgnoreCase(to) || from.isEmpty() || to.isEmpty() || (utc(from) && utc(to));
  }

  private static boolean utc(String zone) {
    return List.of("utc", "gmt", "+00:00", "etc/utc").contains(zone.toLowerCase(Locale.ROOT));
  }
}
