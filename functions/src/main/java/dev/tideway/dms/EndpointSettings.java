package dev.tideway.dms;

import dev.tideway.jdbc.Sql;
import dev.tideway.model.Flavour;
import dev.tideway.model.Server;
import dev.tideway.run.Migration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.databasemigration.model.DmsSslModeValue;
import software.amazon.awssdk.services.databasemigration.model.MySQLSettings;
import software.amazon.awssdk.services.databasemigration.model.TargetDbType;

/**
 * The settings that one endpoint must have. They contain no address and no user: DMS reads both from the secret.
 *
 * <p>Source: AWS DMS user guide, "Using a MySQL-compatible database as a source" and "… as a target", "Using secrets to access AWS DMS endpoints".
 *
 * @param engine EngineName
 * @param ssl SslMode
 * @param certificate certificate for the verifying modes
 * @param attributes ExtraConnectionAttributes
 * @param settings MySQLSettings
 */
public record EndpointSettings(
    String engine, DmsSslModeValue ssl, Optional<String> certificate, Optional<String> attributes, MySQLSettings settings) {

  /**
   * One SET statement with commas: a semicolon separates attributes, so DMS would read a second statement as another attribute. Tideway checks foreign
   * keys itself after the rows are loaded. TIMESTAMP values travel in UTC. The SQL mode is strict, but accepts the values that a source may hold.
   */
  private static final String TARGET_SESSION =
      "Initstmt=SET FOREIGN_KEY_CHECKS=0, time_zone='+00:00', sql_mode='" + Sql.STRICT_MODES + "'";

  /** Without this setting TiDB refuses the source's ids in an AUTO_RANDOM column. */
  private static final String EXPLICIT_IDS = ", allow_auto_random_explicit_insert=1";

  private static final Set<String> UTC = Set.of("utc", "gmt", "+00:00", "etc/utc", "");

  public static EndpointSettings source(Migration.Endpoint endpoint, Server server, String role, Optional<String> certificate) {
    MySQLSettings.Builder settings =
        secret(endpoint, role)
            // seconds between two reads of an idle binlog: the drain at the cutover waits this long
            .eventsPollInterval(1);
    timeZone(server).ifPresent(settings::serverTimezone);
    return new EndpointSettings(engine(server), ssl(endpoint.tls()), certificate, Optional.empty(), settings.build());
  }

  public static EndpointSettings target(Migration migration, String role, Optional<String> certificate) {
    Migration.Endpoint endpoint = migration.target();
    MySQLSettings settings = secret(endpoint, role).targetDbType(TargetDbType.MULTIPLE_DATABASES).build();
    String session = TARGET_SESSION + (migration.schema().hotSpots() == Migration.HotSpots.autoRandom ? EXPLICIT_IDS : "");
    return new EndpointSettings("mysql", ssl(endpoint.tls()), certificate, Optional.of(session), settings);
  }

  private static MySQLSettings.Builder secret(Migration.Endpoint endpoint, String role) {
    return MySQLSettings.builder().secretsManagerSecretId(endpoint.secret()).secretsManagerAccessRoleArn(role);
  }

  private static String engine(Server server) {
    if (server.version().toLowerCase(Locale.ROOT).contains("mariadb")) {
      return "mariadb";
    }
    return server.flavour() == Flavour.aurora ? "aurora" : "mysql";
  }

  /** Without this setting DMS assumes that the source's time zone is UTC, and would shift every TIMESTAMP of the full load. */
  private static Optional<String> timeZone(Server server) {
    String zone = server.variables().getOrDefault("time_zone", "");
    String effective = zone.equalsIgnoreCase("SYSTEM") ? server.variables().getOrDefault("system_time_zone", "") : zone;
    return UTC.contains(effective.toLowerCase(Locale.ROOT)) ? Optional.empty() : Optional.of(effective);
  }

  private static DmsSslModeValue ssl(Migration.Tls tls) {
    return switch (tls) {
      case none -> DmsSslModeValue.NONE;
      case require -> throw new IllegalArgumentException("AWS DMS has no require here; a request with it is refused");
      case verifyCa -> DmsSslModeValue.VERIFY_CA;
      case verifyFull -> DmsSslModeValue.VERIFY_FULL;
    };
  }
}
