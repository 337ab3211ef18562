package dev.tideway.local.servers;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DatabaseServersIT {
  private static final CacheDirectory CACHE = CacheDirectory.standard();

  @TempDir
  Path directory;

  /** A server that is not started, so that a test owns the one that it starts. */
  record Starter(String name, Supplier<LocalServer> start) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Starter> sources() {
    return Stream.of(SourceServer.values()).map(server -> new Starter(server.label(), () -> server.start(CACHE, Progress.silent())));
  }

  static Stream<Starter> servers() {
    return Stream.concat(sources(), Stream.of(new Starter("TiDB", () -> TidbServer.start(CACHE, Progress.silent()))));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void startsReportsItsFlavourAndEndsWhenClosed(Starter starter) throws SQLException {
    LocalServer server = starter.start().get();
    try (server; Connection connection = server.connect(server.admin())) {
      assertThat(LocalFlavour.ofVersion(ask(connection, "SELECT VERSION()"))).isEqualTo(server.flavour());
      assertThat(ask(connection, "SELECT @@session.time_zone")).isEqualTo("+00:00");
      assertThat(ask(connection, "SELECT '🌊'")).isEqualTo("🌊");
    }
    assertThat(ProcessHandle.of(server.pid())).isEmpty();
    assertThatThrownBy(() -> server.connect(server.admin())).isInstanceOf(SQLException.class);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void refusesALoginWithoutAPassword(Starter starter) {
    try (LocalServer server = starter.start().get()) {
      for (String user : List.of("root", "tideway", "application", "")) {
        assertThatThrownBy(() -> server.connect(new DatabaseAccount(user, ""))).isInstanceOf(SQLException.class).hasMessageContaining("denied");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void provesItsIdentityToAClientThatInsists(Starter starter) throws Exception {
    try (LocalServer server = starter.start().get()) {
      if (starter.name().equals(SourceServer.MYSQL_5_7.label())) {
        assertThat(server.certificateAuthority()).as("its TLS ends at 1.1").isEmpty();
        return;
      }
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(server.certificateAuthority().orElseThrow().getBytes(UTF_8))));
      Path store = directory.resolve("trusted.p12");
      try (OutputStream file = Files.newOutputStream(store)) {
        trusted.store(file, "storepass".toCharArray());
      }
      String url = "jdbc:mysql://127.0.0.1:" + server.port() + "/?sslMode=VERIFY_IDENTITY&trustCertificateKeyStoreType=PKCS12"
          + "&trustCertificateKeyStorePassword=storepass&trustCertificateKeyStoreUrl=" + store.toUri();
      try (Connection connection = DriverManager.getConnection(url, server.user(), server.password());
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SHOW SESSION STATUS LIKE 'Ssl_cipher'")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(2)).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void writesARowBinlogWithFullImages(Starter starter) throws SQLException {
    try (LocalServer server = starter.start().get(); Connection connection = server.connect(server.migration())) {
      assertThat(ask(connection, "SELECT @@log_bin")).isEqualTo("1");
      assertThat(ask(connection, "SELECT @@binlog_format")).isEqualTo("ROW");
      assertThat(ask(connection, "SELECT @@binlog_row_image")).isEqualTo("FULL");
      assertThat(Long.parseLong(ask(connection, "SELECT @@server_id"))).isPositive();
      assertThat(ask(connection, "SHOW BINARY LOGS")).startsWith("binlog.");
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void keepsApplicationAndMigrationOutWhileReadOnly(Starter starter) throws SQLException {
    try (LocalServer server = starter.start().get();
        Connection admin = server.connect(server.admin());
        Connection application = server.connect(server.application());
        Connection migration = server.connect(server.migration())) {
      run(admin, "CREATE DATABASE d");
      run(admin, "CREATE TABLE d.t (id INT PRIMARY KEY)");
      run(application, "INSERT INTO d.t VALUES (1)");

      run(admin, "SET GLOBAL read_only = ON");

      assertThatThrownBy(() -> run(application, "INSERT INTO d.t VALUES (2)")).hasMessageContaining("read-only");
      assertThatThrownBy(() -> run(migration, "INSERT INTO d.t VALUES (2)")).isInstanceOf(SQLException.class);
      assertThat(ask(migration, "SELECT COUNT(*) FROM d.t")).isEqualTo("1");
    }
  }

  @Test
  void theMigrationMayCreateTablesOnTidbButNotAdministerIt() throws SQLException {
    try (LocalServer server = TidbServer.start(CACHE, Progress.silent()); Connection migration = server.connect(server.migration())) {
      run(migration, "CREATE DATABASE d");
      run(migration, "CREATE TABLE d.p (id INT PRIMARY KEY)");
      run(migration, "CREATE TABLE d.c (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES d.p (id))");
      run(migration, "CREATE VIEW d.v AS SELECT id FROM d.p");
      assertThatThrownBy(() -> run(migration, "SET GLOBAL max_connections = 7")).hasMessageContaining("SUPER");
    }
  }

  @Test
  void startsWithTheCallersOptions() throws SQLException {
    for (SourceServer source : SourceServer.values()) {
      try (LocalServer server = source.start(CACHE, List.of("--skip-log-bin", "--server-id=77"), Progress.silent());
          Connection connection = server.connect(server.admin())) {
        assertThat(ask(connection, "SELECT @@log_bin")).as(source.label()).isEqualTo("0");
        assertThat(ask(connection, "SELECT @@server_id")).as(source.label()).isEqualTo("77");
      }
    }
  }

  @Test
  void saysWhyAServerDidNotStart() {
    assertThatThrownBy(() -> SourceServer.MARIADB_11_4.start(CACHE, List.of("--no-such-option"), Progress.silent()))
        .isInstanceOf(DatabaseException.class).hasMessageContaining("mariadb-11.4").hasMessageContaining("no-such-option");
    assertThatThrownBy(() -> SourceServer.named("mysql-4"))
        .hasMessage("no server is called 'mysql-4': mysql-5.7, mysql-8.0, mysql-9, mariadb-10, mariadb-11.4, mariadb-11.8");
  }

  @Test
  void connectsToAServerThatAlreadyRuns() {
    try (LocalServer running = SourceServer.MARIADB_11_4.start(CACHE, Progress.silent())) {
      String address = "127.0.0.1:" + running.port();
      ExistingServer existing = ExistingServer.at("mysql://root:" + running.password() + "@" + address);
      existing.close();

      assertThat(existing.flavour()).isEqualTo(LocalFlavour.MARIADB);
      assertThat(existing.port()).isEqualTo(running.port());
      assertThatThrownBy(() -> ExistingServer.at("mysql://root:wr%40ng@" + address)).isInstanceOf(DatabaseException.class)
          .hasMessageContaining("cannot connect to " + address + " as root").hasMessageNotContaining("wr@ng");
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
