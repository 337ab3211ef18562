package dev.tideway.model;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Rows.Row;
import dev.tideway.jdbc.Sql;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
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
import java.util.stream.Collectors;

/** Reads one schema's catalogue once. */
final class SchemaReader {
  private static final Pattern JSON_CHECK = Pattern.compile("(?i)json_valid\\(`(.*)`\\)");
  private static final Set<String> BINARIES = Set.of("binary", "varbinary");
  private static final List<String> INNER_FUNCTIONS = List.of("rollup_group_item(", "rollup_sum_switcher(");
  private static final int UNKNOWN_TABLE = 1109;
  private static final Pattern ENDS = Pattern.compile("`(?:[^`]|``)++` < `(?:[^`]|``)++`");
  private static final int BATCH = 100;
  private static final int DENIED = 1142;
  private static final int COLUMN_DENIED = 1143;
  private static final Set<Integer> UNREADABLE_VIEW = Set.of(DENIED, 1356, 1449);

  private final CatalogQueries queries;
  private final String schema;
  private final boolean mariadb;
  private final ExpressionPrinting printing;

  private final Map<String, Table> tableRows = new TreeMap<>();
  private final Map<String, List<Column>> columns = new HashMap<>();
  private final Map<String, Map<String, IndexRow>> indexes = new HashMap<>();
  private final Map<String, Map<String, KeyRow>> foreignKeys = new HashMap<>();
  private final Set<String> versioned = new TreeSet<>();
  private final Map<String, List<HiddenColumnDetail>> hidden = new TreeMap<>();
  private final Map<String, List<Table.Check>> checks = new HashMap<>();
  private final Map<String, Map<String, Table.Check>> jsonChecks = new HashMap<>();
  private final PartitionRows partitions = new PartitionRows();
  private final Map<String, View> viewRows = new TreeMap<>();
  private final Map<String, List<Finding>> findings = new HashMap<>();
  private final List<Finding> schemaFindings = new ArrayList<>();

  private record IndexRow(boolean unique, String kind, boolean visible, String comment, List<Index.Part> parts) {}

  private record CheckRow(String table, String name, String clause, boolean enforced) {}

  private record KeyRow(TableId parent, List<String> columns, List<String> parentColumns) {}

  private record KeyRule(String onUpdate, String onDelete, String match) {}

  SchemaReader(CatalogQueries queries, String schema, boolean mariadb, boolean mysql8) {
    this.queries = queries;
    this.schema = schema;
    this.mariadb = mariadb;
    this.printing = ExpressionPrinting.of(mariadb, mysql8);
  }

  void read() throws SQLException {
    readTables();
    readChecks();
    readColumns();
    readCounters();
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
                row.with()
                    .columns(List.copyOf(columns.getOrDefault(name, List.of())))
                    .indexes(indexesOf(name))
                    .foreignKeys(foreignKeysOf(name, rules.getOrDefault(name, Map.of())))
                    .checks(List.copyOf(checks.getOrDefault(name, List.of())))
                    .partitioning(partitions.of(name))
                    .build()));
    return tables;
  }

  List<View> views() {
    List<View> views = new ArrayList<>();
    viewRows.forEach((name, row) -> views.add(row.withColumns(columns.getOrDefault(name, List.of()).stream().map(Column::name).toList())));
    return views;
  }

  /** The findings about one table or view. */
  List<Finding> findings(String table) {
    return findings.getOrDefault(table, List.of());
  }

  /** The findings about the schema as a whole. */
  List<Finding> schemaFindings() {
    return schemaFindings;
  }

  private void report(String table, Finding finding) {
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
            case "BASE TABLE" -> tableRows.put(name, table(name, row));
            case "SYSTEM VERSIONED" -> {
              tableRows.put(name, table(name, row));
              versioned.add(name);
            }
            case "SEQUENCE" ->
                schemaFindings.add(
                    Finding.warning(
                        FindingCode.SEQUENCE, schema + "." + name, "a sequence", "AUTO_INCREMENT, or a sequence that you create",
                        "before the application switches, CREATE SEQUENCE on the target with a start above the source's value"));
            default -> {
              // views are read from their own table; every other kind is a table of the server itself
            }
          }
        });
  }

  /** The table as far as its row in TABLES shows it. */
  private Table table(String name, Row row) throws SQLException {
    return TableBuilder.builder()
        .id(new TableId(schema, name))
        .engine(row.text("ENGINE"))
        .collation(row.text("TABLE_COLLATION"))
        .rows(row.number("TABLE_ROWS"))
        .bytes(row.number("DATA_LENGTH") + row.number("INDEX_LENGTH"))
        .autoIncrement(counter(row))
        .comment(row.text("TABLE_COMMENT"))
        .options(Table.Options.NONE.withStorage(row.text("CREATE_OPTIONS").strip()))
        .build();
  }

  /** A value above 2^63 is a negative number in Java. */
  private static Optional<Long> counter(Row row) throws SQLException {
    return row.optional("AUTO_INCREMENT").map(Long::parseUnsignedLong).filter(next -> next != 0);
  }

  /** Reads the counters. For a table that InnoDB has not opened since its start, MySQL 8 and later show a counter that is too low (measured on 8.0.15 and 9.7.4). */
  private void readCounters() throws SQLException {
    List<String> counted =
        tableRows.keySet().stream()
            .filter(t -> tableRows.get(t).engine().equalsIgnoreCase("InnoDB") && columns.getOrDefault(t, List.of()).stream().anyMatch(Column::autoIncrement))
            .toList();
    if (printing != ExpressionPrinting.mysql8 || counted.isEmpty()) {
      return;
    }
    for (int i = 0; i < counted.size(); i += BATCH) {
      open(counted.subList(i, Math.min(i + BATCH, counted.size())));
    }
    each(
        "SELECT TABLE_NAME, AUTO_INCREMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND AUTO_INCREMENT IS NOT NULL",
        row -> {
          Optional<Long> next = counter(row);
          tableRows.computeIfPresent(row.text("TABLE_NAME"), (table, known) -> known.withAutoIncrement(next));
        });
  }

  private void open(List<String> tables) throws SQLException {
    try {
      queries.each(
          tables.stream().map(t -> "(SELECT 1 FROM " + Sql.name(schema, t) + " LIMIT 0)").collect(Collectors.joining(" UNION ALL ")), List.of(), row -> {});
    } catch (SQLException e) {
      if (lost(e)) {
        throw e;
      }
      // the other tables are still opened; a check reports the table that cannot be read
      if (tables.size() > 1) {
        open(tables.subList(0, tables.size() / 2));
        open(tables.subList(tables.size() / 2, tables.size()));
      }
    }
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
      List<CheckRow> rows = new ArrayList<>();
      each(sql, row -> rows.add(new CheckRow(row.text("TABLE_NAME"), row.text("CONSTRAINT_NAME"), row.text("CHECK_CLAUSE"), !row.text("ENFORCED").equals("NO"))));
      for (CheckRow row : rows) {
        check(row);
      }
    } catch (SQLException e) {
      // MySQL before 8.0.16 has neither CHECK constraints nor the table that lists them
      if (e.getErrorCode() != UNKNOWN_TABLE && e.getErrorCode() != DatabaseErrors.NO_SUCH_TABLE) {
        throw e;
      }
    }
  }

  private void check(CheckRow row) throws SQLException {
    String clause = printing.read(row.clause()).orElse("");
    if (clause.isEmpty()) {
      Optional<String> revealed = ShowCreate.check(showCreate(row.table()), row.name());
      clause = revealed.orElse(row.clause());
      if (revealed.filter(r -> printing.trusts(r, row.clause())).isEmpty()) {
        reportUnreadable(row.table(), row.name(), clause);
      }
    }
    if (mariadb && ENDS.matcher(clause).matches()) {
      reportPeriod(row);
    }
    Table.Check check = new Table.Check(row.name(), clause, row.enforced());
    Matcher json = JSON_CHECK.matcher(clause);
    if (mariadb && json.matches()) {
      jsonChecks.computeIfAbsent(row.table(), t -> new HashMap<>()).put(json.group(1).replace("``", "`"), check);
    } else {
      checks.computeIfAbsent(row.table(), t -> new ArrayList<>()).add(check);
    }
  }

  /** MariaDB's catalogue shows of a period only that one column must be less than the other. */
  private void reportPeriod(CheckRow row) throws SQLException {
    String statement = showCreate(row.table());
    if (statement.contains("PERIOD FOR " + Sql.name(row.name()) + " (")) {
      boolean key = statement.contains("," + Sql.name(row.name()) + " WITHOUT OVERLAPS)");
      report(
          row.table(),
          Finding.warning(
              FindingCode.APPLICATION_PERIOD, schema + "." + row.table() + "." + row.name(),
              "an application-time period, " + row.clause() + (key ? ", with a key WITHOUT OVERLAPS" : ""),
              "two plain columns" + (key ? " and a unique key over both: the target accepts overlapping ranges" : ""),
              "let the application " + (key ? "check for overlaps before it writes, and " : "") + "write FOR PORTION OF as plain statements"));
    }
  }

  private void reportUnreadable(String table, String object, String printed) {
    report(
        table,
        Finding.blocker(
            FindingCode.EXPRESSION_NOT_WHOLE, schema + "." + table + "." + object, "an expression that the source's catalogue does not print completely: " + printed,
            "an expression with characters that the catalogue can print",
            "write the character as CONVERT(x'…' USING utf8mb4), or the bytes as UNHEX('…'), on the source, or add "
                + Finding.exclude(schema + "." + table)));
  }

  private void readColumns() throws SQLException {
    each(
        """
        SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, CHARACTER_SET_NAME, COLLATION_NAME,
        GENERATION_EXPRESSION, COLUMN_COMMENT FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, ORDINAL_POSITION""",
        row -> {
          String table = row.text("TABLE_NAME");
          Column column = column(table, row);
          columns.computeIfAbsent(table, t -> new ArrayList<>()).add(column);
          if (column.invisible() && !column.versioning()) {
            reportInvisible(table, column);
          }
        });
    versioned.forEach(this::reportVersioned);
    for (Map.Entry<String, List<HiddenColumnDetail>> table : hidden.entrySet()) {
      if (tableRows.containsKey(table.getKey())) {
        reveal(table.getKey(), table.getValue());
      }
    }
  }

  private void reportVersioned(String table) {
    String ends = columns.getOrDefault(table, List.of()).stream().filter(Column::versioning).map(Column::name).collect(Collectors.joining(" and "));
    report(
        table,
        Finding.warning(
            FindingCode.SYSTEM_VERSIONED_TABLE, schema + "." + table, "a system-versioned table" + (ends.isEmpty() ? "" : " with the period " + ends),
            "a plain table" + (ends.isEmpty() ? "" : " without those columns"), "only current rows are migrated; export its history by hand if it must be kept"));
  }

  private void reportInvisible(String table, Column column) {
    boolean key = column.name().equals("my_row_id") && column.autoIncrement();
    report(
        table,
        Finding.blocker(
            FindingCode.INVISIBLE_COLUMN, schema + "." + table + "." + column.name(),
            (key ? "a generated invisible primary key" : "an invisible column") + ", which AWS DMS does not migrate", "a visible column",
            mariadb
                ? "ALTER TABLE " + Sql.name(schema, table) + " MODIFY " + Sql.name(column.name()) + " with its definition, without the word INVISIBLE"
                : "ALTER TABLE " + Sql.name(schema, table) + " ALTER COLUMN " + Sql.name(column.name()) + " SET VISIBLE"));
  }

  private Column column(String table, Row row) throws SQLException {
    String name = row.text("COLUMN_NAME");
    String printed = row.text("DATA_TYPE").toLowerCase(Locale.ROOT);
    Optional<Table.Check> jsonCheck = Optional.ofNullable(jsonChecks.getOrDefault(table, Map.of()).get(name));
    // MariaDB's JSON is a LONGTEXT with this check; on any other type a person wrote the check
    boolean json = jsonCheck.isPresent() && printed.equals("longtext");
    if (jsonCheck.isPresent() && !json) {
      checks.computeIfAbsent(table, t -> new ArrayList<>()).add(jsonCheck.get());
    }
    String type = json ? "json" : printed;
    String extra = row.text("EXTRA");
    Optional<String> printedGeneration = row.optional("GENERATION_EXPRESSION").filter(e -> !e.isEmpty());
    Optional<String> generation = printedGeneration.map(e -> printing.read(e).orElse(e));
    Optional<String> printedDefault = row.optional("COLUMN_DEFAULT");
    DefaultText text =
        generation.isPresent()
            ? new DefaultText(Optional.empty(), false)
            : mariadb ? DefaultText.mariadb(printedDefault) : DefaultText.mysql(type, printedDefault, extra, printing);
    printedGeneration.filter(e -> printing.read(e).isEmpty()).ifPresent(e -> addHidden(table, name, HiddenColumnDetail.What.generation, e));
    hiddenDetail(type, text, extra, printedDefault.orElse("")).ifPresent(what -> addHidden(table, name, what, printedDefault.orElse("")));
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

  private void addHidden(String table, String column, HiddenColumnDetail.What what, String printed) {
    hidden.computeIfAbsent(table, t -> new ArrayList<>()).add(new HiddenColumnDetail(column, what, printed));
  }

  /** The part of a default that must be read elsewhere. */
  private Optional<HiddenColumnDetail.What> hiddenDetail(String type, DefaultText text, String extra, String printed) {
    boolean expression = mariadb ? text.expression() : extra.contains("DEFAULT_GENERATED");
    if (expression) {
      // for an expression default of a TEXT, BLOB or JSON column MySQL shows only that there is one
      return Optional.of(HiddenColumnDetail.What.expression).filter(w -> text.value().isEmpty() || printing.read(printed).isEmpty());
    }
    if (BINARIES.contains(type) && text.value().isPresent()) {
      // MySQL ends the text at a zero byte or at a byte that is not text; MariaDB prints a '?' for it
      return Optional.of(HiddenColumnDetail.What.bytes).filter(w -> !mariadb || text.value().get().contains("?"));
    }
    return Optional.of(HiddenColumnDetail.What.moment).filter(w -> printing == ExpressionPrinting.mysql8 && type.equals("timestamp") && text.value().isPresent() && !text.expression());
  }

  /** Reads SHOW CREATE TABLE, only for tables with such a column. For bytes that it does not print either, reads a row of the table. */
  private void reveal(String table, List<HiddenColumnDetail> open) throws SQLException {
    String statement = showCreate(table);
    List<Column> known = columns.get(table);
    List<String> unprinted = new ArrayList<>();
    for (HiddenColumnDetail one : open) {
      known.replaceAll(c -> c.name().equals(one.column()) ? one.revealed(c, statement, printing) : c);
      Column column = known.stream().filter(c -> c.name().equals(one.column())).findFirst().orElseThrow();
      if (!one.solved(statement, printing)) {
        reportUnreadable(table, one.column(), column.generation().orElse(one.printed()));
      }
      if (one.what() == HiddenColumnDetail.What.bytes && column.defaultValue().isEmpty()) {
        unprinted.add(one.column());
      }
    }
    if (!unprinted.isEmpty()) {
      Map<String, byte[]> bytes = defaults(table, unprinted);
      known.replaceAll(c -> bytes.containsKey(c.name()) ? HiddenColumnDetail.withBytes(c, Optional.of(bytes.get(c.name()))) : c);
    }
  }

  /** Defaults as the server computes them. It computes them only if there is a row. */
  private Map<String, byte[]> defaults(String table, List<String> names) throws SQLException {
    Map<String, byte[]> bytes = new HashMap<>();
    String values = names.stream().map(n -> "HEX(DEFAULT(" + Sql.name(n) + "))").collect(Collectors.joining(", "));
    try {
      queries.each(
          "SELECT " + values + " FROM " + Sql.name(schema, table) + " LIMIT 1",
          List.of(),
          row -> {
            for (int i = 0; i < names.size(); i++) {
              bytes.put(names.get(i), HexFormat.of().parseHex(row.at(i + 1).orElse("")));
            }
          });
    } catch (SQLException e) {
      if (lost(e)) {
        throw e;
      }
    }
    return bytes;
  }

  /** Whether the connection is lost. A statement that the server refuses does not count. */
  private static boolean lost(SQLException e) {
    return e.getCause() instanceof IOException || e instanceof SQLRecoverableException || String.valueOf(e.getSQLState()).startsWith("08");
  }

  private static boolean denied(SQLException e) {
    return e.getErrorCode() == DENIED || e.getErrorCode() == COLUMN_DENIED;
  }

  /** The statement, or an empty text if the account may not see it. */
  private String showCreate(String table) throws SQLException {
    String[] statement = {""};
    try {
      queries.each("SHOW CREATE TABLE " + Sql.name(schema, table), List.of(), row -> statement[0] = row.at(2).orElse(""));
    } catch (SQLException e) {
      if (!denied(e)) {
        throw e;
      }
    }
    return statement[0];
  }

  private void readIndexes() throws SQLException {
    each(
        // EXPRESSION exists only from MySQL 8.0.13 on, so the query uses an asterisk
        "SELECT * FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX",
        row -> {
          Optional<String> expression = row.optional("EXPRESSION");
          Index.Part part =
              new Index.Part(
                  expression.isPresent() ? Optional.empty() : row.optional("COLUMN_NAME"),
                  expression,
                  row.optional("SUB_PART").map(Integer::valueOf),
                  row.text("COLLATION").equals("D"));
          boolean unique = row.number("NON_UNIQUE") == 0;
          // MySQL 8 has invisible indexes, MariaDB 10.6 has ignored indexes
          boolean visible = !row.text("IS_VISIBLE").equals("NO") && !row.text("IGNORED").equals("YES");
          if (row.text("IGNORED").equals("YES") && row.number("SEQ_IN_INDEX") <= 1) {
            report(
                row.text("TABLE_NAME"),
                Finding.info(
                    FindingCode.IGNORED_INDEX, schema + "." + row.text("TABLE_NAME") + "." + row.text("INDEX_NAME"), "an index that the optimizer ignores (IGNORED)",
                    "an INVISIBLE index, which is the same", "nothing"));
          }
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
        if (parts.stream().anyMatch(p -> p.expression().isPresent())) {
          readExpressions(table.getKey(), index.getKey(), parts);
          typeExpressions(table.getKey(), parts);
        }
      }
    }
  }

  private void readExpressions(String table, String index, List<Index.Part> parts) throws SQLException {
    boolean complete = parts.stream().flatMap(p -> p.expression().stream()).allMatch(e -> printing.read(e).isPresent());
    List<String> revealed = complete ? List.of() : ShowCreate.indexExpressions(showCreate(table), index);
    int number = 0;
    for (int i = 0; i < parts.size(); i++) {
      Index.Part part = parts.get(i);
      if (part.expression().isPresent()) {
        String printed = part.expression().get();
        Optional<String> shown = number < revealed.size() ? Optional.of(revealed.get(number)) : Optional.empty();
        String text = printing.read(printed).or(() -> shown).orElse(printed);
        if (printing.read(printed).isEmpty() && shown.filter(s -> printing.trusts(s, printed)).isEmpty()) {
          reportUnreadable(table, index, text);
        }
        parts.set(i, part.withExpression(Optional.of(text)));
        number++;
      }
    }
  }

  private void typeExpressions(String table, List<Index.Part> parts) throws SQLException {
    List<String> expressions = parts.stream().flatMap(p -> p.expression().stream()).toList();
    Iterator<Optional<String>> types = queries.types(Sql.name(schema, table), expressions).iterator();
    parts.replaceAll(
        p -> p.expression().isEmpty() ? p : p.withType(types.next()));
  }

  private List<Index> indexesOf(String table) {
    List<Index> result = new ArrayList<>();
    indexes
        .getOrDefault(table, Map.of())
        .forEach(
            (name, row) -> {
              Index index = new Index(name, row.unique(), row.kind(), parts(table, row)).withVisible(row.visible()).withComment(row.comment());
              if (!index.parts().isEmpty()) {
                result.add(index.primary() ? 0 : result.size(), index);
              }
            });
    return result;
  }

  /** The parts of an index. MariaDB adds the end of the period to each unique key of a system-versioned table. Among current rows the key is unique without it. */
  private List<Index.Part> parts(String table, IndexRow row) {
    Set<String> ends = columns.getOrDefault(table, List.of()).stream().filter(Column::versioning).map(Column::name).collect(Collectors.toSet());
    return row.parts().stream().filter(p -> p.column().filter(ends::contains).isEmpty()).toList();
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
      // for a DEFAULT partition MariaDB's information_schema prints the value 0; only SHOW CREATE TABLE distinguishes the two
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
                new View(
                    new TableId(schema, row.text("TABLE_NAME")), row.text("VIEW_DEFINITION"), List.of(), row.text("DEFINER"), row.text("SECURITY_TYPE").equals("INVOKER"),
                    row.text("CHECK_OPTION"))));
    for (Map.Entry<String, View> view : viewRows.entrySet()) {
      String text = view.getValue().definition();
      boolean inner = INNER_FUNCTIONS.stream().anyMatch(text::contains);
      if (text.isEmpty() || inner) {
        text = revealView(view.getKey());
        view.setValue(view.getValue().withDefinition(text));
      }
      if (text.isEmpty() || columns.getOrDefault(view.getKey(), List.of()).isEmpty()) {
        reportUnreadableView(view.getKey());
      }
    }
  }

  /**
   * The text of a view from SHOW CREATE VIEW. MySQL 8.0 leaves VIEW_DEFINITION empty if the account has SHOW VIEW globally and not on the schema, or if
   * the definer does not exist. 9.x prints functions that exist only there.
   */
  private String revealView(String name) throws SQLException {
    String[] statement = {""};
    try {
      queries.each("SHOW CREATE VIEW " + Sql.name(schema, name), List.of(), row -> statement[0] = row.at(2).orElse(""));
    } catch (SQLException e) {
      if (!UNREADABLE_VIEW.contains(e.getErrorCode())) {
        throw e;
      }
    }
    return ShowCreate.select(statement[0], schema, name).orElse("");
  }

  private void reportUnreadableView(String name) {
    report(
        name,
        Finding.blocker(
            FindingCode.VIEW_UNREADABLE, schema + "." + name, "a view with a text or columns that the source's account cannot read",
            "the privilege SHOW VIEW, and a valid view: its tables and its definer exist",
            "GRANT SHOW VIEW ON " + Sql.name(schema) + ".* to the source's account, or drop the view if it is broken"));
  }

  /** Triggers, routines and events are only counted, because the target supports none of them. */
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
              FindingCode.PROGRAMS, schema, count + " " + what, "no " + what + ": TiDB does not run them", "move their work into the application before the cutover"));
    }
  }

  private void each(String sql, Rows.Reader reader) throws SQLException {
    queries.each(sql, List.of(schema), reader);
  }
}
