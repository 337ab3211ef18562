package dev.tideway.catalog;

import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Rows.Row;
import dev.tideway.jdbc.Sql;
import dev.tideway.request.Finding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One reading of one schema's catalogue. */
final class SchemaReading {
  private static final Pattern JSON_CHECK = Pattern.compile("(?i)json_valid\\(`(.*)`\\)");
  private static final int UNKNOWN_TABLE = 1109;
  private static final int NO_SUCH_TABLE = 1146;
  private static final int NO_SHOW_VIEW = 1142;
  private static final int INVALID_VIEW = 1356;

  private final Queries queries;
  private final String schema;
  private final boolean mariadb;
  private final boolean mysql8;

  private final Map<String, TableRow> tableRows = new TreeMap<>();
  private final Map<String, List<Column>> columns = new HashMap<>();
  private final Map<String, Map<String, IndexRow>> indexes = new HashMap<>();
  private final Map<String, Map<String, KeyRow>> foreignKeys = new HashMap<>();
  private final Map<String, List<Table.Check>> checks = new HashMap<>();
  private final Map<String, Map<String, Table.Check>> jsonChecks = new HashMap<>();
  private final PartitionRows partitions = new PartitionRows();
  private final Map<String, ViewRow> viewRows = new TreeMap<>();
  private final Map<String, List<Finding>> findings = new HashMap<>();
  private final List<Finding> schemaFindings = new ArrayList<>();

  private record TableRow(String engine, String collation, long rows, long bytes, Optional<Long> autoIncrement, String comment, String options) {}

  private record IndexRow(boolean unique, String kind, boolean visible, String comment, List<Index.Part> parts) {}

  private record KeyRow(TableId parent, List<String> columns, List<String> parentColumns) {}

  private record KeyRule(String onUpdate, String onDelete, String match) {}

  private record ViewRow(String text, String definer, boolean invoker, String checkOption) {
    private ViewRow with(String other) {
      return new ViewRow(other, definer, invoker, checkOption);
    }
  }

  SchemaReading(Queries queries, String schema, boolean mariadb, boolean mysql8) {
    this.queries = queries;
    this.schema = schema;
    this.mariadb = mariadb;
    this.mysql8 = mysql8;
  }

  void read() throws SQLException {
    readTables();
    readChecks();
    readColumns();
    readIndexes();
    readForeignKeys();
    readPartitions();
    readViews();
    readPrograms();
  }

  List<Table> tables() throws SQLException {
    Map<String, Map<String, KeyRule>> rules = readRules();
    List<Table> tables = new ArrayList<>();
    tableRows.forEach(
        (name, row) ->
            tables.add(
                new Table(
                    new TableId(schema, name),
                    row.engine(),
                    row.collation(),
                    row.rows(),
                    row.bytes(),
                    row.autoIncrement(),
                    row.comment(),
                    List.copyOf(columns.getOrDefault(name, List.of())),
                    indexesOf(name),
                    foreignKeysOf(name, rules.getOrDefault(name, Map.of())),
                    Map.of(),
                    List.copyOf(checks.getOrDefault(name, List.of())),
                    partitions.of(name),
                    Table.Options.NONE.withStorage(row.options()))));
    return tables;
  }

  List<View> views() {
    List<View> views = new ArrayList<>();
    viewRows.forEach(
        (name, row) ->
            views.add(
                new View(
                    new TableId(schema, name), row.text(), columns.getOrDefault(name, List.of()).stream().map(Column::name).toList(), row.definer(),
                    row.invoker(), row.checkOption())));
    return views;
  }

  /** What is to be said of one table or view. */
  List<Finding> findings(String table) {
    return findings.getOrDefault(table, List.of());
  }

  /** What is to be said of the schema as a whole. */
  List<Finding> schemaFindings() {
    return schemaFindings;
  }

  private void note(String table, Finding finding) {
    findings.computeIfAbsent(table, t -> new ArrayList<>()).add(finding);
  }

  private void readTables() throws SQLException {
    each(
        """
        SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COLLATION, TABLE_ROWS, DATA_LENGTH, INDEX_LENGTH, AUTO_INCREMENT, TABLE_COMMENT, CREATE_OPTIONS
        FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?""",
        row -> {
          String name = row.text("TABLE_NAME");
          switch (row.text("TABLE_TYPE")) {
            case "BASE TABLE" -> tableRows.put(name, tableRow(row));
            case "SYSTEM VERSIONED" -> {
              tableRows.put(name, tableRow(row));
              note(
                  name,
                  Finding.warning(
                      "TW-P016", schema + "." + name, "a system-versioned table", "a plain table",
                      "only current rows are migrated; export its history by hand if it must be kept"));
            }
            case "SEQUENCE" ->
                schemaFindings.add(
                    Finding.warning(
                        "TW-P014", schema + "." + name, "a sequence", "AUTO_INCREMENT or a sequence made by hand",
                        "CREATE SEQUENCE on the target before the application switches, starting above the source's value"));
            default -> {
              // views come from their own table, everything else is the server's own
            }
          }
        });
  }

  private static TableRow tableRow(Row row) throws SQLException {
    return new TableRow(
        row.text("ENGINE"),
        row.text("TABLE_COLLATION"),
        row.number("TABLE_ROWS"),
        row.number("DATA_LENGTH") + row.number("INDEX_LENGTH"),
        row.optional("AUTO_INCREMENT").map(Long::parseUnsignedLong).filter(next -> next > 0),
        row.text("TABLE_COMMENT"),
        row.text("CREATE_OPTIONS").strip());
  }

  private void readChecks() throws SQLException {
    String sql =
        mariadb
            ? "SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ?"
            : """
              SELECT t.TABLE_NAME, c.CONSTRAINT_NAME, c.CHECK_CLAUSE, t.ENFORCED FROM information_schema.CHECK_CONSTRAINTS c
              JOIN information_schema.TABLE_CONSTRAINTS t
                ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME AND t.CONSTRAINT_TYPE = 'CHECK'
              WHERE c.CONSTRAINT_SCHEMA = ?""";
    try {
      each(sql, this::check);
    } catch (SQLException e) {
      // MySQL before 8.0.16 has neither CHECK constraints nor the table that lists them
      if (e.getErrorCode() != UNKNOWN_TABLE && e.getErrorCode() != NO_SUCH_TABLE) {
        throw e;
      }
    }
  }

  private void check(Row row) throws SQLException {
    String table = row.text("TABLE_NAME");
    String clause = row.text("CHECK_CLAUSE");
    boolean enforced = row.optional("ENFORCED").filter("NO"::equals).isEmpty();
    Table.Check check = new Table.Check(row.text("CONSTRAINT_NAME"), mysql8 ? Quoting.unescapeOnce(clause) : clause, enforced);
    Matcher json = JSON_CHECK.matcher(clause);
    if (mariadb && json.matches()) {
      jsonChecks.computeIfAbsent(table, t -> new HashMap<>()).put(json.group(1).replace("``", "`"), check);
    } else {
      checks.computeIfAbsent(table, t -> new ArrayList<>()).add(check);
    }
  }

  private void readColumns() throws SQLException {
    Set<String> hidden = new TreeSet<>();
    each(
        """
        SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, CHARACTER_SET_NAME, COLLATION_NAME,
        GENERATION_EXPRESSION, COLUMN_COMMENT FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, ORDINAL_POSITION""",
        row -> {
          String table = row.text("TABLE_NAME");
          Column column = column(table, row);
          columns.computeIfAbsent(table, t -> new ArrayList<>()).add(column);
          if (column.invisible()) {
            noteInvisible(table, column);
          }
          if (tableRows.containsKey(table) && (unprinted(column) || ofAnotherZone(column) || garbled(column))) {
            hidden.add(table);
          }
        });
    for (String table : hidden) {
      revealDefaults(table);
    }
  }

  private void noteInvisible(String table, Column column) {
    boolean key = column.name().equals("my_row_id") && column.autoIncrement();
    note(
        table,
        Finding.blocker(
            "TW-P015", schema + "." + table + "." + column.name(),
            (key ? "a generated invisible primary key" : "an invisible column") + ", which AWS DMS does not migrate", "a visible column",
            "ALTER TABLE " + Sql.name(schema, table) + " ALTER COLUMN " + Sql.name(column.name()) + " SET VISIBLE"));
  }

  private Column column(String table, Row row) throws SQLException {
    String name = row.text("COLUMN_NAME");
    String printed = row.text("DATA_TYPE").toLowerCase(Locale.ROOT);
    Optional<Table.Check> jsonCheck = Optional.ofNullable(jsonChecks.getOrDefault(table, Map.of()).get(name));
    // MariaDB's JSON is a LONGTEXT with this check; on any other type the check is one that somebody wrote
    boolean json = jsonCheck.isPresent() && printed.equals("longtext");
    if (jsonCheck.isPresent() && !json) {
      checks.computeIfAbsent(table, t -> new ArrayList<>()).add(jsonCheck.get());
    }
    String type = json ? "json" : printed;
    String extra = row.text("EXTRA");
    Optional<String> generation =
        row.optional("GENERATION_EXPRESSION").filter(e -> !e.isEmpty()).map(e -> mysql8 ? Quoting.unescapeOnce(e) : e);
    DefaultText text =
        generation.isPresent()
            ? new DefaultText(Optional.empty(), false)
            : mariadb
                ? DefaultText.mariadb(row.optional("COLUMN_DEFAULT"))
                : DefaultText.mysql(type, row.optional("COLUMN_DEFAULT"), extra);
    String lower = extra.toLowerCase(Locale.ROOT);
    return new Column(
        name,
        type,
        json ? "json" : row.text("COLUMN_TYPE"),
        row.text("IS_NULLABLE").equals("YES"),
        text.value(),
        text.expression(),
        lower.contains("on update"),
        json ? Optional.empty() : row.optional("CHARACTER_SET_NAME"),
        json ? Optional.empty() : row.optional("COLLATION_NAME"),
        generation,
        lower.contains("stored generated") || lower.contains("persistent"),
        lower.contains("auto_increment"),
        row.text("COLUMN_COMMENT"),
        lower.contains("invisible"),
        Optional.empty());
  }

  /** MySQL's information_schema says of an expression default of a TEXT, BLOB or JSON column only that there is one. */
  private static boolean unprinted(Column column) {
    return column.defaultIsExpression() && column.defaultValue().isEmpty();
  }

  /** MySQL's information_schema prints it in the time zone of the session that created the table, which nobody knows any more. */
  private boolean ofAnotherZone(Column column) {
    return mysql8 && column.type().equals("timestamp") && !column.defaultIsExpression() && column.defaultValue().isPresent();
  }

  /**
   * MySQL's information_schema prints the UTF-8 bytes of an expression as if they were latin1 (measured on 8.0.15), so that names and texts
   * beyond ASCII come out wrong.
   */
  private boolean garbled(Column column) {
    return mysql8
        && (column.generation().filter(SchemaReading::beyondAscii).isPresent()
            || (column.defaultIsExpression() && column.defaultValue().filter(SchemaReading::beyondAscii).isPresent()));
  }

  private static boolean beyondAscii(String text) {
    return text.chars().anyMatch(c -> c > 0x7f);
  }

  /** Asks SHOW CREATE TABLE, which prints all of them right, for tables that have such a column only. */
  private void revealDefaults(String table) throws SQLException {
    String statement = showCreate(table);
    columns
        .get(table)
        .replaceAll(
            c -> {
              if (garbled(c) && c.generated()) {
                return c.withGeneration(ShowCreate.generation(statement, c.name()), c.stored());
              }
              if (unprinted(c) || garbled(c)) {
                return c.withDefault(ShowCreate.expressionDefault(statement, c.name()), true);
              }
              return ofAnotherZone(c) ? c.withDefault(ShowCreate.literalDefault(statement, c.name()), false) : c;
            });
  }

  private String showCreate(String table) throws SQLException {
    String[] statement = {""};
    queries.each("SHOW CREATE TABLE " + Sql.name(schema, table), List.of(), row -> statement[0] = row.at(2).orElse(""));
    return statement[0];
  }

  private void readIndexes() throws SQLException {
    each(
        // EXPRESSION exists from MySQL 8.0.13 on only, hence the asterisk
        "SELECT * FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX",
        row -> {
          Optional<String> expression = row.optional("EXPRESSION").map(e -> mysql8 ? Quoting.unescapeOnce(e) : e);
          Index.Part part =
              new Index.Part(
                  expression.isPresent() ? Optional.empty() : row.optional("COLUMN_NAME"),
                  expression,
                  row.optional("SUB_PART").map(Integer::valueOf),
                  row.text("COLLATION").equals("D"));
          boolean unique = row.number("NON_UNIQUE") == 0;
          // MySQL 8 has invisible indexes, MariaDB 10.6 ignored ones
          boolean visible = !row.text("IS_VISIBLE").equals("NO") && !row.text("IGNORED").equals("YES");
          String comment = row.text("INDEX_COMMENT");
          String kind = row.text("INDEX_TYPE");
          indexes
              .computeIfAbsent(row.text("TABLE_NAME"), t -> new LinkedHashMap<>())
              .computeIfAbsent(row.text("INDEX_NAME"), i -> new IndexRow(unique, kind, visible, comment, new ArrayList<>()))
              .parts()
              .add(part);
        });
    for (Map.Entry<String, Map<String, IndexRow>> table : indexes.entrySet()) {
      for (Map.Entry<String, IndexRow> index : table.getValue().entrySet()) {
        List<Index.Part> parts = index.getValue().parts();
        if (parts.stream().flatMap(p -> p.expression().stream()).anyMatch(SchemaReading::beyondAscii)) {
          Iterator<String> right = ShowCreate.indexExpressions(showCreate(table.getKey()), index.getKey()).iterator();
          parts.replaceAll(
              p -> p.expression().isEmpty() ? p : new Index.Part(p.column(), Optional.of(right.next()), p.prefix(), p.descending()));
        }
        if (parts.stream().anyMatch(p -> p.expression().isPresent())) {
          typeExpressions(table.getKey(), parts);
        }
      }
    }
  }

  private void typeExpressions(String table, List<Index.Part> parts) throws SQLException {
    List<String> expressions = parts.stream().flatMap(p -> p.expression().stream()).toList();
    Iterator<Optional<String>> types = queries.types(Sql.name(schema, table), expressions).iterator();
    parts.replaceAll(
        p -> p.expression().isEmpty() ? p : new Index.Part(p.column(), p.expression(), p.prefix(), p.descending(), types.next()));
  }

  private List<Index> indexesOf(String table) {
    List<Index> result = new ArrayList<>();
    indexes
        .getOrDefault(table, Map.of())
        .forEach(
            (name, row) -> {
              Index index = new Index(name, row.unique(), row.kind(), List.copyOf(row.parts())).withVisible(row.visible()).withComment(row.comment());
              result.add(index.primary() ? 0 : result.size(), index);
            });
    return result;
  }

  private void readForeignKeys() throws SQLException {
    each(
        """
        SELECT TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME
        FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = ? AND REFERENCED_TABLE_NAME IS NOT NULL
        ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION""",
        row -> {
          TableId parent = new TableId(row.text("REFERENCED_TABLE_SCHEMA"), row.text("REFERENCED_TABLE_NAME"));
          KeyRow key =
              foreignKeys
                  .computeIfAbsent(row.text("TABLE_NAME"), t -> new TreeMap<>())
                  .computeIfAbsent(row.text("CONSTRAINT_NAME"), n -> new KeyRow(parent, new ArrayList<>(), new ArrayList<>()));
          key.columns().add(row.text("COLUMN_NAME"));
          key.parentColumns().add(row.text("REFERENCED_COLUMN_NAME"));
        });
  }

  private Map<String, Map<String, KeyRule>> readRules() throws SQLException {
    Map<String, Map<String, KeyRule>> rules = new HashMap<>();
    each(
        """
        SELECT TABLE_NAME, CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE, MATCH_OPTION FROM information_schema.REFERENTIAL_CONSTRAINTS
        WHERE CONSTRAINT_SCHEMA = ?""",
        row ->
            rules
                .computeIfAbsent(row.text("TABLE_NAME"), t -> new HashMap<>())
                .put(row.text("CONSTRAINT_NAME"), new KeyRule(row.text("UPDATE_RULE"), row.text("DELETE_RULE"), row.text("MATCH_OPTION"))));
    return rules;
  }

  private List<ForeignKey> foreignKeysOf(String table, Map<String, KeyRule> rules) {
    List<ForeignKey> result = new ArrayList<>();
    foreignKeys
        .getOrDefault(table, Map.of())
        .forEach(
            (name, key) -> {
              KeyRule rule = rules.getOrDefault(name, new KeyRule("RESTRICT", "RESTRICT", "NONE"));
              result.add(
                  new ForeignKey(
                      name, List.copyOf(key.columns()), key.parent(), List.copyOf(key.parentColumns()), rule.onUpdate(), rule.onDelete(),
                      rule.match()));
            });
    return result;
  }

  private void readPartitions() throws SQLException {
    each(PartitionRows.SQL, partitions::add);
    if (mariadb) {
      // of a DEFAULT partition MariaDB's information_schema prints the value 0; only SHOW CREATE TABLE tells the two apart
      for (String table : partitions.lists()) {
        partitions.defaults(table, showCreate(table));
      }
    }
  }

  private void readViews() throws SQLException {
    each(
        "SELECT TABLE_NAME, VIEW_DEFINITION, DEFINER, SECURITY_TYPE, CHECK_OPTION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ?",
        row ->
            viewRows.put(
                row.text("TABLE_NAME"),
                new ViewRow(
                    row.text("VIEW_DEFINITION"), row.text("DEFINER"), row.text("SECURITY_TYPE").equals("INVOKER"), row.text("CHECK_OPTION"))));
    for (Map.Entry<String, ViewRow> view : viewRows.entrySet()) {
      if (view.getValue().text().isEmpty()) {
        view.setValue(view.getValue().with(revealView(view.getKey())));
      }
    }
  }

  /** MySQL 8.0 leaves VIEW_DEFINITION empty to accounts that have SHOW VIEW globally and not on the schema; SHOW CREATE VIEW shows it to them. */
  private String revealView(String name) throws SQLException {
    String[] statement = {""};
    try {
      queries.each("SHOW CREATE VIEW " + Sql.name(schema, name), List.of(), row -> statement[0] = row.at(2).orElse(""));
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_SHOW_VIEW && e.getErrorCode() != INVALID_VIEW) {
        throw e;
      }
    }
    Optional<String> text = ShowCreate.select(statement[0], schema, name);
    if (text.isEmpty()) {
      note(
          name,
          Finding.blocker(
              "TW-P018", schema + "." + name, "a view whose text the source's account cannot read", "the right SHOW VIEW, and a view that is valid",
              "GRANT SHOW VIEW ON " + Sql.name(schema) + ".* to the source's account, or drop the view if it is broken"));
    }
    return text.orElse("");
  }

  /** Triggers, routines and events are counted only: the target has none of them. */
  private void readPrograms() throws SQLException {
    programs("SELECT COUNT(*) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ?", "triggers");
    programs("SELECT COUNT(*) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?", "stored procedures and functions");
    programs("SELECT COUNT(*) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ?", "events");
  }

  private void programs(String sql, String what) throws SQLException {
    String[] counted = {"0"};
    each(sql, row -> counted[0] = row.at(1).orElse("0"));
    String count = counted[0];
    if (!count.equals("0")) {
      schemaFindings.add(
          Finding.warning(
              "TW-P017", schema, count + " " + what, "none: TiDB has no " + what, "move their work into the application before the cutover"));
    }
  }

  private void each(String sql, Rows.Reader reader) throws SQLException {
    queries.each(sql, List.of(schema), reader);
  }
}
