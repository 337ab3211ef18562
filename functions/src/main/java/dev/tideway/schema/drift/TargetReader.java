package dev.tideway.schema.drift;

import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Sql;
import dev.tideway.model.Column;
import dev.tideway.model.ColumnBuilder;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Index;
import dev.tideway.model.Partitioning;
import dev.tideway.model.Table;
import dev.tideway.model.TableBuilder;
import dev.tideway.model.TableId;
import dev.tideway.model.View;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads TiDB's catalogue into the model. It runs nine queries for each database, independent of the number of tables, and one SHOW CREATE TABLE for each
 * table with something that information_schema does not show (AUTO_ID_CACHE, PRE_SPLIT_REGIONS, NOT ENFORCED).
 */
public final class TargetReader {
  private static final Pattern RANDOM = Pattern.compile("PK_AUTO_RANDOM_BITS=(\\d+)(?:, RANGE BITS=(\\d+))?");
  private static final Pattern SHARDS = Pattern.compile("SHARD_BITS=(\\d+)");
  private static final Pattern ID_CACHE = Pattern.compile("AUTO_ID_CACHE=(\\d+)");
  private static final Pattern REGIONS = Pattern.compile("PRE_SPLIT_REGIONS=(\\d+)");

  /** Texts and names in quotes, so that a word in a comment is not read as an option. */
  private static final Pattern QUOTED = Pattern.compile("'(?:[^'\\\\]|''|\\\\.)*+'|`(?:[^`]|``)*+`", Pattern.DOTALL);

  private static final Set<String> NO_TABLE = Set.of("42S02");
  private static final int BIGINT_BITS = 64;

  private final Connection connection;
  private final UnaryOperator<String> names;
  private final List<String> databases = new ArrayList<>();

  /**
   * A reader.
   *
   * @param names returns the name of a database in the model: the dry run's databases have different names than the source's
   */
  public TargetReader(Connection connection, UnaryOperator<String> names) {
    this.connection = connection;
    this.names = names;
  }

  /** All tables and views of those databases. */
  public TargetSchema read(Collection<String> selected) throws SQLException {
    databases.clear();
    databases.addAll(selected);
    Map<String, String> collations = new TreeMap<>();
    Rows.each(
        connection, "SELECT SCHEMA_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA", List.of(),
        row -> {
          String name = row.text("SCHEMA_NAME");
          String collation = row.text("DEFAULT_COLLATION_NAME");
          databases.stream().filter(name::equalsIgnoreCase).forEach(d -> collations.put(names.apply(d), collation));
        });
    List<Table> tables = new ArrayList<>();
    List<View> views = new ArrayList<>();
    for (String database : databases) {
      Reading reading = new Reading(database);
      reading.read();
      tables.addAll(reading.tables());
      views.addAll(reading.views);
    }
    return new TargetSchema(collations, List.copyOf(tables), List.copyOf(views));
  }

  /** What SHOW CREATE TABLE prints and information_schema does not contain. */
  private record Printed(Table.Options options, Set<String> unenforced) {}

  /** One database. */
  private final class Reading {
    private final String database;
    private final Map<String, List<Column>> columns = new HashMap<>();
    private final Map<String, Map<String, List<Index.Part>>> parts = new HashMap<>();
    private final Map<String, Map<String, Index>> indexes = new HashMap<>();
    private final Map<String, Map<String, ForeignKey>> foreignKeys = new HashMap<>();
    private final Map<String, List<Table.Check>> checks = new HashMap<>();
    private final Map<String, List<Partitioning.Partition>> partitions = new HashMap<>();
    private final Map<String, Partitioning> partitionings = new HashMap<>();
    private final List<View> views = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final Map<String, String> sharding = new HashMap<>();

    private Reading(String database) {
      this.database = database;
    }

    private void read() throws SQLException {
      readColumns();
      readIndexes();
      readForeignKeys();
      readChecks();
      readPartitions();
      readTables();
      readViews();
    }

    private void each(String sql, Rows.Reader reader) throws SQLException {
      Rows.each(connection, sql, List.of(database), reader);
    }

    private void readColumns() throws SQLException {
      each(
          "SELECT * FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, ORDINAL_POSITION",
          row -> columns.computeIfAbsent(row.text("TABLE_NAME"), t -> new ArrayList<>()).add(column(row)));
    }

    private Column column(Rows.Row row) throws SQLException {
      String type = row.text("DATA_TYPE").toLowerCase(Locale.ROOT);
      String extra = row.text("EXTRA").toLowerCase(Locale.ROOT);
      Optional<String> value = row.optional("COLUMN_DEFAULT");
      Optional<String> generation = row.optional("GENERATION_EXPRESSION").filter(e -> !e.isEmpty());
      return ColumnBuilder.builder()
          .name(row.text("COLUMN_NAME"))
          .type(type)
          .columnType(row.text("COLUMN_TYPE"))
          .nullable(row.text("IS_NULLABLE").equals("YES"))
          .defaultValue(value)
          .defaultIsExpression(value.isPresent() && expression(type, value.get(), extra))
          .onUpdateNow(extra.contains("on update"))
          .charset(row.optional("CHARACTER_SET_NAME"))
          .collation(row.optional("COLLATION_NAME"))
          .generation(generation)
          .stored(extra.contains("stored generated"))
          .autoIncrement(extra.contains("auto_increment"))
          .comment(row.text("COLUMN_COMMENT"))
          .build();
    }

    /** Whether a default is an expression. EXTRA marks expressions except CURRENT_TIMESTAMP and CURRENT_DATE. On a text column these two are texts. */
    private static boolean expression(String type, String value, String extra) {
      boolean now = (type.equals("datetime") || type.equals("timestamp")) && value.startsWith("CURRENT_TIMESTAMP");
      boolean today = (type.equals("datetime") || type.equals("date")) && value.equals("CURRENT_DATE");
      return now || today || (extra.contains("default_generated") && !extra.contains("on update"));
    }

    private void readIndexes() throws SQLException {
      each(
          "SELECT * FROM information_schema.TIDB_INDEXES WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, KEY_NAME, SEQ_IN_INDEX",
          row -> {
            String table = row.text("TABLE_NAME");
            String name = row.text("KEY_NAME");
            Optional<String> expression = row.optional("EXPRESSION").filter(e -> !e.isEmpty());
            // for an expression the column name is the text NULL
            Optional<String> column = expression.isPresent() ? Optional.empty() : row.optional("COLUMN_NAME");
            parts
                .computeIfAbsent(table, t -> new HashMap<>())
                .computeIfAbsent(name, n -> new ArrayList<>())
                .add(new Index.Part(column, expression, row.optional("SUB_PART").map(Integer::valueOf)));
            indexes
                .computeIfAbsent(table, t -> new TreeMap<>())
                .put(
                    name,
                    new Index(
                        name, row.text("NON_UNIQUE").equals("0"), "BTREE", List.of(), row.text("IS_VISIBLE").equals("YES"),
                        row.text("INDEX_COMMENT"), row.text("CLUSTERED").equals("YES"), row.text("IS_GLOBAL").equals("1")));
          });
    }

    private void readForeignKeys() throws SQLException {
      Map<String, String[]> rules = new HashMap<>();
      each(
          "SELECT TABLE_NAME, CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ?",
          row ->
              rules.put(row.text("TABLE_NAME") + "\0" + row.text("CONSTRAINT_NAME"), new String[] {row.text("UPDATE_RULE"), row.text("DELETE_RULE")}));
      each(
          """
          SELECT TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME
          FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = ? AND REFERENCED_TABLE_NAME IS NOT NULL
          ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION""",
          row -> {
            String table = row.text("TABLE_NAME");
            String name = row.text("CONSTRAINT_NAME");
            String[] rule = rules.getOrDefault(table + "\0" + name, new String[] {"", ""});
            ForeignKey part =
                new ForeignKey(
                    name,
                    List.of(row.text("COLUMN_NAME")),
                    new TableId(names.apply(row.text("REFERENCED_TABLE_SCHEMA")), row.text("REFERENCED_TABLE_NAME")),
                    List.of(row.text("REFERENCED_COLUMN_NAME")),
                    rule[0],
                    rule[1]);
            foreignKeys.computeIfAbsent(table, t -> new TreeMap<>()).merge(name, part, TargetReader::joined);
          });
    }

    private void readChecks() throws SQLException {
      try {
        each(
            "SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE FROM information_schema.TIDB_CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ?",
            row ->
                checks
                    .computeIfAbsent(row.text("TABLE_NAME"), t -> new ArrayList<>())
                    .add(new Table.Check(row.text("CONSTRAINT_NAME"), row.text("CHECK_CLAUSE"))));
      } catch (SQLException e) {
        // the table exists from the version that introduced the feature
        if (!NO_TABLE.contains(String.valueOf(e.getSQLState()))) {
          throw e;
        }
      }
    }

    private void readPartitions() throws SQLException {
      each(
          """
          SELECT TABLE_NAME, PARTITION_NAME, PARTITION_METHOD, PARTITION_EXPRESSION, PARTITION_DESCRIPTION, PARTITION_COMMENT
          FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = ? AND PARTITION_NAME IS NOT NULL
          ORDER BY TABLE_NAME, PARTITION_ORDINAL_POSITION""",
          row -> {
            String table = row.text("TABLE_NAME");
            String method = row.text("PARTITION_METHOD");
            boolean byColumns = method.endsWith("COLUMNS") || method.endsWith("KEY");
            String expression = row.text("PARTITION_EXPRESSION");
            partitionings.putIfAbsent(
                table, new Partitioning(method, byColumns ? "" : expression, byColumns ? unquoted(expression) : List.of(), Optional.empty(), List.of()));
            partitions
                .computeIfAbsent(table, t -> new ArrayList<>())
                .add(
                    new Partitioning.Partition(
                        row.text("PARTITION_NAME"), row.optional("PARTITION_DESCRIPTION").filter(d -> !d.isEmpty()), row.text("PARTITION_COMMENT")));
          });
    }

    private void readTables() throws SQLException {
      each(
          """
          SELECT TABLE_NAME, TABLE_COLLATION, TABLE_COMMENT, TIDB_ROW_ID_SHARDING_INFO FROM information_schema.TABLES
          WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME""",
          row -> {
            String table = row.text("TABLE_NAME");
            sharding.put(table, row.text("TIDB_ROW_ID_SHARDING_INFO"));
            tables.add(
                TableBuilder.builder()
                    .id(new TableId(names.apply(database), table))
                    .engine("InnoDB")
                    .collation(row.text("TABLE_COLLATION"))
                    .comment(row.text("TABLE_COMMENT"))
                    .columns(columns.getOrDefault(table, List.of()))
                    .build());
          });
    }

    private List<Table> tables() throws SQLException {
      List<Table> whole = new ArrayList<>();
      for (Table table : tables) {
        whole.add(whole(table));
      }
      return whole;
    }

    private Table whole(Table bare) throws SQLException {
      String name = bare.id().table();
      String shards = sharding.getOrDefault(name, "");
      List<Table.Check> found = checks.getOrDefault(name, List.of());
      Matcher bits = SHARDS.matcher(shards);
      int shardBits = bits.find() ? Integer.parseInt(bits.group(1)) : 0;
      boolean incomplete = bare.counter().isPresent() || shardBits > 0 || shards.contains("AUTO_RANDOM") || !found.isEmpty();
      Printed printed = incomplete ? printed(name, found, shardBits) : new Printed(Table.Options.NONE, Set.of());
      List<Index> all =
          indexes.getOrDefault(name, Map.of()).values().stream()
              .map(i -> i.withParts(parts.get(name).get(i.name())))
              .sorted(java.util.Comparator.comparing((Index i) -> !i.primary()).thenComparing(Index::name))
              .toList();
      return random(bare, all, shards)
          .withIndexes(all)
          .withForeignKeys(List.copyOf(foreignKeys.getOrDefault(name, Map.of()).values()))
          .withChecks(found.stream().map(c -> new Table.Check(c.name(), c.clause(), !printed.unenforced().contains(c.name()))).toList())
          .withPartitioning(Optional.ofNullable(partitionings.get(name)).map(p -> p.withPartitions(partitions.get(name))))
          .withOptions(printed.options());
    }

    private Printed printed(String table, List<Table.Check> found, int shardBits) throws SQLException {
      List<String> texts = new ArrayList<>();
      Rows.each(connection, "SHOW CREATE TABLE " + Sql.name(database, table), List.of(), row -> texts.add(row.text("Create Table")));
      String text = texts.isEmpty() ? "" : texts.getFirst();
      String bare = QUOTED.matcher(text).replaceAll("");
      Optional<Long> cache = number(ID_CACHE, bare);
      Set<String> unenforced = new HashSet<>();
      for (Table.Check check : found) {
        boolean off =
            text.lines().anyMatch(l -> l.strip().startsWith("CONSTRAINT " + Sql.name(check.name()) + " CHECK") && l.contains("/*!80016 NOT ENFORCED */"));
        if (off) {
          unenforced.add(check.name());
        }
      }
      return new Printed(new Table.Options("", cache, shardBits, number(REGIONS, bare).map(Long::intValue).orElse(0)), unenforced);
    }

    private static Optional<Long> number(Pattern pattern, String text) {
      Matcher matcher = pattern.matcher(text);
      return matcher.find() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static Table random(Table table, List<Index> indexes, String sharding) {
      Matcher random = RANDOM.matcher(sharding);
      if (!random.find()) {
        return table;
      }
      int range = random.group(2) == null ? BIGINT_BITS : Integer.parseInt(random.group(2));
      Column.AutoRandom drawn = new Column.AutoRandom(Integer.parseInt(random.group(1)), range);
      String key = indexes.stream().filter(Index::primary).findFirst().flatMap(i -> i.parts().getFirst().column()).orElse("");
      return table.withColumns(
          table.columns().stream().map(c -> c.name().equalsIgnoreCase(key) ? c.withAutoRandom(Optional.of(drawn)) : c).toList());
    }

    private void readViews() throws SQLException {
      each(
          "SELECT TABLE_NAME, VIEW_DEFINITION, DEFINER, SECURITY_TYPE FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME",
          row -> {
            String name = row.text("TABLE_NAME");
            views.add(
                new View(
                    new TableId(names.apply(database), name), renamed(row.text("VIEW_DEFINITION")),
                    columns.getOrDefault(name, List.of()).stream().map(Column::name).toList(), row.text("DEFINER"),
                    row.text("SECURITY_TYPE").equals("INVOKER"), "NONE"));
          });
    }
  }

  /** Replaces the database names in a text: TiDB prints every table with its database before it. */
  private String renamed(String text) {
    String renamed = text;
    for (String database : databases) {
      renamed = renamed.replace(Sql.name(database) + ".", Sql.name(names.apply(database)) + ".");
    }
    return renamed;
  }

  private static ForeignKey joined(ForeignKey key, ForeignKey part) {
    return key.with().columns(joined(key.columns(), part.columns())).parentColumns(joined(key.parentColumns(), part.parentColumns())).build();
  }

  private static List<String> joined(List<String> some, List<String> more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  /** The names of a list. TiDB does not double a back-tick in them: {@code `c, d`,`a`b`}. */
  private static List<String> unquoted(String list) {
    return list.length() < 2 ? List.of() : List.of(list.substring(1, list.length() - 1).split("`,`", -1));
  }
}
