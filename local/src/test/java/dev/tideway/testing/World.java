package dev.tideway.testing;

import dev.tideway.aws.DatabaseSecret;
import dev.tideway.aws.SecretReader;
import dev.tideway.local.database.DatabaseServer;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.Run;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One migration between two servers, with bucket, lock and secrets in memory. */
public final class World implements SecretReader {
  private final DatabaseServer source;
  private final DatabaseServer target;
  private final MemoryObjects objects = new MemoryObjects();
  private final MemoryLocks locks = new MemoryLocks();
  private final Map<String, DatabaseSecret> secrets = new HashMap<>();
  private final String name;
  private Run run;

  /** A migration with a name of its own. */
  public World(DatabaseServer source, DatabaseServer target) {
    this(source, target, "m" + UUID.randomUUID().toString().substring(0, 8));
  }

  /** A migration of that name. */
  public World(DatabaseServer source, DatabaseServer target, String name) {
    this.source = source;
    this.target = target;
    this.name = name;
    secrets.put("source", secret(source));
    secrets.put("target", secret(target));
    begin();
  }

  private static DatabaseSecret secret(DatabaseServer server) {
    return new DatabaseSecret(server.host(), server.port(), server.migration().user(), server.migration().password());
  }

  /** A new execution of the same migration. */
  public void begin() {
    String execution = "execution-" + UUID.randomUUID();
    Locks.Answer.Acquired acquired = (Locks.Answer.Acquired) locks.acquire(name, execution, "subject", "p");
    run = new Run(name, execution, acquired.fence(), "migrations/" + name + "/" + execution);
  }

  /** Writes the request of this execution: whole schemas. */
  public void select(String... schemas) {
    List<Migration.SchemaSelection> selections = new ArrayList<>();
    for (String schema : schemas) {
      selections.add(new Migration.SchemaSelection(schema, List.of()));
    }
    select(selections);
  }

  /** Writes the request of this execution. */
  public void select(List<Migration.SchemaSelection> selections) {
    select(selections, List.of());
  }

  /** Writes the request of this execution, which leaves tables and views out. */
  public void select(List<Migration.SchemaSelection> selections, List<String> exclude) {
    objects.putJson(
        run.key("migration.json"),
        new Migration(
            name,
            Migration.Mode.migrate,
            new Migration.Endpoint("source", Migration.Tls.none, Optional.empty()),
            new Migration.Endpoint("target", Migration.Tls.none, Optional.empty()),
            selections,
            new Migration.Replication("dms.t3.large", 50, false, List.of(), Optional.empty(), List.of(), false, Optional.empty(), Map.of(), 8),
            new Migration.Verification(50_000, 4, Duration.ofHours(1), List.of()),
            new Migration.Cutover(
                Migration.Approval.none, Migration.Freeze.readOnly, Duration.ofSeconds(5), 3, Duration.ofHours(1), Duration.ofHours(1)),
            Migration.Finish.delete,
            Optional.empty(),
            Migration.Schema.DEFAULT,
            Migration.Indexes.DEFAULT,
            List.of(),
            Migration.Keyless.refuse,
            exclude));
  }

  /** Puts another secret in place of an endpoint's. */
  public void secret(String side, DatabaseSecret secret) {
    secrets.put(side, secret);
  }

  @Override
  public DatabaseSecret read(String arn) {
    return Optional.ofNullable(secrets.get(arn)).orElseThrow(() -> new UnusableSecret("no secret " + arn, null));
  }

  /** The execution. */
  public Run run() {
    return run;
  }

  /** The bucket. */
  public MemoryObjects objects() {
    return objects;
  }

  /** The locks. */
  public MemoryLocks locks() {
    return locks;
  }

  /** The source as its administrator sees it. */
  public Connection atSource() throws SQLException {
    return source.connect(source.admin());
  }

  /** The target as its administrator sees it. */
  public Connection atTarget() throws SQLException {
    return target.connect(target.admin());
  }

  /** Runs statements, one after the other. */
  public static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Rows as text, columns joined by a bar; NULL is {@code null}. */
  public static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", values));
      }
      return rows;
    }
  }
}
