package dev.tideway.local.dms;

import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.SourceServer;
import dev.tideway.local.servers.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every type, by full load and by changes, bit for bit, from every source server. */
class ValuesArriveExactlyIT {
  private static final String COLUMNS = """
      id bigint unsigned NOT NULL PRIMARY KEY,
      t tinyint, tu tinyint unsigned, s smallint, su smallint unsigned, m mediumint, mu mediumint unsigned,
      i int, iu int unsigned, b bigint, bu bigint unsigned,
      d decimal(65,30), d2 decimal(10,2) unsigned, f float, g double,
      b1 bit(1), b7 bit(7), b64 bit(64),
      c char(10) CHARACTER SET utf8mb4, v varchar(200) CHARACTER SET utf8mb4,
      tx text CHARACTER SET utf8mb4, mt mediumtext CHARACTER SET utf8mb4, lt longtext CHARACTER SET utf8mb4,
      bi binary(8), vb varbinary(64), bl blob, lb longblob,
      e enum('small', 'it''s', 'größe', 'back\\\\slash', ''), st set('a', 'b', 'c d', 'é'),
      da date, ti time(6), ti0 time, ti3 time(3), dt datetime(6), dt0 datetime, dt1 datetime(1), ts timestamp(6) NULL,
      ts0 timestamp NULL, y year, jsondoc json
      """;
  private static final String SOURCE_ONLY = ", l1 varchar(100) CHARACTER SET latin1, gk varchar(100) CHARACTER SET gbk,"
      + " u2 varchar(100) CHARACTER SET ucs2, u32 varchar(100) CHARACTER SET utf32, w1 varchar(100) CHARACTER SET cp1251,"
      + " gen int GENERATED ALWAYS AS (i + 1) VIRTUAL, ge2 int GENERATED ALWAYS AS (s + 1) STORED";
  private static final String TARGET_ONLY = ", l1 varchar(100), gk varchar(100), u2 varchar(100), u32 varchar(100), w1 varchar(100),"
      + " gen int GENERATED ALWAYS AS (i + 1) VIRTUAL, ge2 int GENERATED ALWAYS AS (s + 1) STORED";

  /** Character sets of one byte that TiDB lacks; each column contains all characters of its 256 bytes. */
  private static final List<String> ONE_BYTE = List.of(
      "latin2", "latin5", "latin7", "cp1250", "cp1251", "cp1256", "cp1257", "cp850", "cp852", "cp866", "koi8r", "koi8u", "greek", "hebrew", "tis620", "macroman", "macce",
      "dec8", "hp8", "swe7", "armscii8", "geostd8", "keybcs2");

  private static final List<String> ROWS = List.of(
      "SET id = %d",
      """
      SET id = %d, t = -128, tu = 255, s = -32768, su = 65535, m = -8388608, mu = 16777215, i = -2147483648, iu = 4294967295,
        b = -9223372036854775808, bu = 18446744073709551615,
        d = -12345678901234567890123456789012345.123456789012345678901234567890, d2 = 99999999.99,
        f = 3.4028234e38, g = -1.7976931348623157e308, b1 = 1, b7 = 127, b64 = 18446744073709551615,
        c = 'x  y', v = '漢字 😀 ñ',
        tx = 'line\\n\\ttab\\\\ ''quote'' "double" \\0 end', mt = repeat('é😀', 30000), lt = repeat('long ', 20000),
        bi = x'00FF00FF00', vb = x'00010280FFFE5C2700', bl = repeat(x'80FF00', 20000), lb = repeat(x'DEADBEEF', 25000),
        e = 'it''s', st = 'a,c d', da = '9999-12-31', ti = '-838:59:58.123456', ti0 = '838:59:59', ti3 = '-00:00:00.001',
        dt = '1000-01-01 00:00:00.000001', dt0 = '9999-12-31 23:59:59', dt1 = '2024-02-29 12:34:56.7',
        ts = '1970-01-01 00:00:01.000001', ts0 = '2038-01-19 03:14:07', y = 1901,
        jsondoc = '{"b": [1, -2.5, 1e-7, true, null, "é😀\\\\n"], "a": {"big": 18446744073709551615, "neg": -9223372036854775808}}',
        l1 = 'café € ÿ', gk = '漢字', u2 = 'ñ漢', u32 = '😀', w1 = 'Привет'
      """,
      """
      SET id = %d, t = 127, tu = 0, s = 32767, su = 32768, m = 8388607, mu = 8388608, i = 2147483647, iu = 2147483648,
        b = 9223372036854775807, bu = 9223372036854775808, d = 0.000000000000000000000000000001, d2 = 0.01,
        f = 0.1, g = 0.1, b1 = 0, b7 = 64, b64 = 9223372036854775808, c = '', v = '', tx = '', mt = '', lt = '', bi = '', vb = '',
        bl = '', lb = '', e = 'back\\\\slash', st = '', da = '2024-02-29', ti = '-00:00:01.5', ti0 = '-12:34:56', ti3 = '01:02:03.456',
        dt = '2024-12-31 23:59:59.999999', dt0 = '2024-03-31 02:30:00', dt1 = '0001-01-01 00:00:00.0',
        ts = '2024-03-31 01:30:00.123456', ts0 = '2024-10-27 01:30:00', y = 2155, jsondoc = '[]', l1 = '', gk = '', u2 = '', u32 = '',
        w1 = ''
      """,
      """
      SET id = %d, f = 16777217, g = 2.2250738585072014e-308, e = 'größe', st = 'a,b,c d,é', da = '0000-00-00',
        dt = '0000-00-00 00:00:00',
        dt0 = '2024-00-00 00:00:00', ts0 = '0000-00-00 00:00:00', y = 0, ti = '00:00:00.000001', ti3 = '-01:00:00.999',
        jsondoc = '"just text"', l1 = x'8081A0FF', c = 'trailing  '
      """,
      "SET id = %d, f = -0.0, g = 1e22, e = '', b64 = 1, jsondoc = 'null', v = 'trailing   ', vb = x'2020', bi = '12345678', y = 2024",
      "SET id = %d, g = 123456789.123456789, f = 1.17549435e-38, jsondoc = '12345678.5', d = 1, tx = repeat('ü', 30000)");

  @ParameterizedTest
  @EnumSource(SourceServer.class)
  void from(SourceServer server) throws SQLException {
    String schema = TestServers.schema("exact", server);
    DatabaseServer sourceServer = TestServers.shared(server);
    DatabaseServer targetServer = TestServers.shared(LocalFlavour.TIDB);
    try (Connection source = sourceServer.connect(sourceServer.admin());
        Connection target = targetServer.connect(targetServer.admin());
        var cloud = new Cloud()) {
      run(source, "SET SESSION sql_mode = ''");
      run(target, "SET SESSION sql_mode = ''");
      run(source, "CREATE DATABASE " + schema + " CHARACTER SET utf8mb4", "CREATE TABLE " + schema + ".everything (" + COLUMNS
          + SOURCE_ONLY + ") ROW_FORMAT=DYNAMIC", "CREATE TABLE " + schema + ".keyless (" + COLUMNS.replace(" PRIMARY KEY", "") + ")");
      run(source, texts(schema, true));
      run(target, "CREATE DATABASE " + schema, texts(schema, false), "CREATE TABLE " + schema + ".everything (" + COLUMNS + TARGET_ONLY + ")",
          "CREATE TABLE " + schema + ".keyless (" + COLUMNS.replace(" PRIMARY KEY", "") + ")");
      insert(source, schema, 1);
      String instance = cloud.instance();
      String from = cloud.endpoint("source", sourceServer, sourceServer.migration());
      String to = cloud.endpoint("target", targetServer, targetServer.migration());
      assertThat(cloud.test(instance, from)).isEqualTo("successful");
      assertThat(cloud.test(instance, to)).isEqualTo("successful");
      String task = cloud.task(instance, from, to, "full-load-and-cdc", Cloud.mappings(schema), """
          {"TargetMetadata": {"LobMaxSize": 10240}}
          """);
      cloud.start(task, "start-replication");
      cloud.awaitLoaded(task);
      same(source, target, schema);

      insert(source, schema, 101);
      same(cloud, task, source, target, schema);

      run(source, "UPDATE " + schema + ".everything SET v = 'changed', f = f * 1, i = coalesce(i, 7), bi = x'01', l1 = 'é'",
          "UPDATE " + schema + ".keyless SET v = 'changed', dt = '2001-02-03 04:05:06.070809', jsondoc = '{\"changed\": 1.25}'",
          "UPDATE " + schema + ".everything SET id = id + 1000 WHERE id > 100",
          "DELETE FROM " + schema + ".everything WHERE id = 2", "DELETE FROM " + schema + ".keyless WHERE id IN (3, 104)");
      same(cloud, task, source, target, schema);
      run(source, "TRUNCATE TABLE " + schema + ".everything");
      insert(source, schema, 201);
      same(cloud, task, source, target, schema);
      for (var table : cloud.statistics(task)) {
        assertThat(table.path("TableState").asText()).isEqualTo("Table completed");
      }
      cloud.stop(task);
      assertThat(apply(target, "SELECT count(*) FROM awsdms_control.awsdms_apply_exceptions WHERE TABLE_OWNER = '" + schema + "'"))
          .isEqualTo("0");
    }
  }

  private static String texts(String schema, boolean recoded) {
    return "CREATE TABLE " + schema + ".texts (id INT PRIMARY KEY, "
        + ONE_BYTE.stream().map(charset -> charset + " VARCHAR(256)" + (recoded ? " CHARACTER SET " + charset : "")).collect(Collectors.joining(", ")) + ") DEFAULT CHARSET utf8mb4";
  }

  private static void insert(Connection source, String schema, int first) throws SQLException {
    String bytes = IntStream.range(0, 256).mapToObj("%02X"::formatted).collect(Collectors.joining());
    run(source, "INSERT INTO " + schema + ".texts SET id = " + first + ONE_BYTE.stream().map(charset -> ", " + charset + " = _" + charset + " x'" + bytes + "'").collect(Collectors.joining()));
    for (int i = 0; i < ROWS.size(); i++) {
      String row = ROWS.get(i).formatted(first + i);
      run(source, "INSERT INTO " + schema + ".everything " + row);
      run(source, "INSERT INTO " + schema + ".keyless " + row.replaceAll("(?s),\\s*(l1|gk|u2|u32|w1) = ('[^']*'|x'[^']*')", ""));
    }
  }

  private static void same(Cloud cloud, String task, Connection source, Connection target, String schema) throws SQLException {
    cloud.awaitDrained(task, SourcePositions.current(source));
    same(source, target, schema);
  }

  private static void same(Connection source, Connection target, String schema) throws SQLException {
    for (String table : List.of("everything", "keyless", "texts")) {
      assertThat(TableRows.of(target, schema, table)).isEqualTo(TableRows.of(source, schema, table));
    }
  }

  private static String apply(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement(); var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    for (String sql : statements) {
      try (var statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new SQLException(sql, e.getSQLState(), e.getErrorCode(), e);
      }
    }
  }
}
