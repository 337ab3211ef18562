package dev.tideway.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.error.Severity;
import dev.tideway.error.Unfinished;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Sql;
import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import dev.tideway.run.Deadline;
import dev.tideway.run.Workspace;
import dev.tideway.schema.SchemaPlan.PlannedCheck;
import dev.tideway.schema.SchemaPlan.PlannedForeignKey;
import dev.tideway.schema.SchemaPlan.PlannedIndex;
import dev.tideway.schema.SchemaPlan.PlannedSchema;
import dev.tideway.schema.SchemaPlan.PlannedTable;
import dev.tideway.schema.SchemaPlan.PlannedView;
import dev.tideway.schema.drift.Difference;
import dev.tideway.schema.drift.TargetReader;
import dev.tideway.schema.drift.TargetSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tries the whole DDL on the live target in scratch databases without rows. Each table is tried in one statement with everything that belongs to it. If the
 * target refuses that statement or warns, its parts are tried one by one. Every refusal becomes a finding that names the source's object. At the end the dry
 * run drops its scratch databases, and also those of a dry run that was killed.
 */
public final class DryRun {
  /** The file that holds the findings. */
  public static final Artifact<List<Finding>> FINDINGS = new Artifact<>("findings-dry-run.json", new TypeReference<>() {});

  // releases with different steps wrote their cursor to dry-run-cursor.json
  static final Artifact<Cursor> CURSOR = Artifact.of("dry-run-steps.json", Cursor.class);

  /** 1681: integer display width and ZEROFILL are deprecated. This warning causes no loss. */
  private static final Set<Integer> HARMLESS = Set.of(1681);

  /** Blockers of the conversion that already report what the target will refuse: a type, an expression, a key, a view's syntax. */
  private static final Set<FindingCode> REFUSED = Set.of(FindingCode.MEMBERS_READ_ALIKE, FindingCode.TYPE_UNKNOWN, FindingCode.GENERATED_COLUMN_REFUSED, FindingCode.KEY_TOO_LONG, FindingCode.VIEW_SYNTAX);

  private final Connection target;
  private final Workspace files;
  private final Deadline deadline;
  private final ScratchNames names;
  private final SchemaPlan plan;

  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> failed = new HashSet<>();
  private final Set<String> views = new HashSet<>();
  private final List<String> reported;
  private boolean resumed;

  /**
   * Where the last slice stopped. While a slice runs, the file contains {@link #NONE}, because the progress of a killed slice is unknown.
   *
   * @param done steps done; 0 means that the scratch databases may be incomplete
   * @param findings so far
   * @param failed tables that could not be created
   * @param views views that were created
   */
  record Cursor(int done, List<Finding> findings, List<String> failed, List<String> views) {
    static final Cursor NONE = new Cursor(0, List.of(), List.of(), List.of());
  }

  /** One object and the attempt to create it. */
  private record Step(String object, Attempt attempt) {}

  /** One right and the statement that needs it. */
  private record Right(String name, String sql) {}

  /** Runs a statement that the target may refuse. */
  @FunctionalInterface
  private interface Attempt {
    void run(Statement statement) throws SQLException;
  }

  public DryRun(Connection target, Workspace files, SchemaPlan plan, Deadline deadline) {
    this.target = target;
    this.files = files;
    this.deadline = deadline;
    this.names = new ScratchNames(files.run().migration(), plan.schemas().stream().map(PlannedSchema::name).toList());
    this.plan = plan.renamed(names::of);
    this.reported =
        files.find(Conversion.FINDINGS).orElse(List.of()).stream()
            .filter(f -> f.blocks(REFUSED))
            .map(Finding::object)
            .toList();
  }

  /** The findings. */
  public List<Finding> run() throws SQLException {
    Cursor cursor = files.find(CURSOR).orElse(Cursor.NONE);
    findings.addAll(cursor.findings());
    failed.addAll(cursor.failed());
    views.addAll(cursor.views());
    resumed = cursor.done() > 0;
    files.write(CURSOR, Cursor.NONE);
    boolean unfinished = false;
    try (Statement statement = target.createStatement()) {
      if (!resumed) {
        removeScratch(statement);
      }
      if (prepare(statement)) {
        tryAll(statement, cursor.done());
      }
    } catch (Unfinished e) {
      unfinished = true;
      throw e;
    } finally {
      if (!unfinished) {
        finish();
      }
    }
    return findings;
  }

  /** Drops the scratch databases, also after a failure. If the target does not answer, the next dry run drops them. */
  private void finish() throws SQLException {
    if (target.isValid(5)) {
      try (Statement statement = target.createStatement()) {
        removeScratch(statement);
      }
    }
  }

  private void removeScratch(Statement statement) throws SQLException {
    List<String> databases = new ArrayList<>();
    Rows.each(target, "SHOW DATABASES", List.of(), row -> row.at(1).ifPresent(databases::add));
    for (String database : names.among(databases)) {
      try {
        statement.execute("DROP DATABASE IF EXISTS " + Sql.name(database));
      } catch (SQLException e) {
        if (DatabaseErrors.passing(e)) {
          throw e;
        }
        lacking("DROP DATABASE", e);
      }
    }
  }

  private static List<Right> rights(String scratch) {
    String table = Sql.name(scratch, "tideway_rights");
    String view = Sql.name(scratch, "tideway_rights_view");
    return List.of(
        new Right("CREATE TABLE", "CREATE TABLE IF NOT EXISTS " + table + " (a INT PRIMARY KEY, b INT)"),
        new Right("INSERT", "INSERT IGNORE INTO " + table + " VALUES (1, 1)"),
        new Right("UPDATE", "UPDATE " + table + " SET b = 2"),
        new Right("SELECT", "SELECT * FROM " + table),
        new Right("DELETE", "DELETE FROM " + table),
        new Right("ALTER TABLE, ADD INDEX", "ALTER TABLE " + table + " ADD INDEX b (b)"),
        new Right("CREATE VIEW", "CREATE OR REPLACE VIEW " + view + " AS SELECT a FROM " + table),
        new Right("DROP VIEW", "DROP VIEW " + view),
        new Right("DROP TABLE", "DROP TABLE " + table));
  }

  private void lacking(String doing, SQLException e) {
    findings.add(
        Finding.blocker(
            FindingCode.TARGET_RIGHT_MISSING, "target", doing + " is refused: " + e.getErrorCode() + " " + names.translate(e.getMessage()),
            "the privileges SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, REFERENCES, CREATE VIEW and SHOW VIEW on *.*",
            "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, REFERENCES, CREATE VIEW, SHOW VIEW ON *.* TO the target's user"));
  }

  /** Creates the databases and tries every right there that a migration needs. */
  private boolean prepare(Statement statement) throws SQLException {
    String doing = "CREATE DATABASE";
    try {
      for (PlannedSchema schema : plan.schemas()) {
        statement.execute(schema.sql());
      }
      for (PlannedSchema schema : plan.schemas().stream().limit(resumed ? 0 : 1).toList()) {
        for (Right right : rights(names.of(schema.name()))) {
          doing = right.name();
          statement.execute(right.sql());
        }
      }
      return true;
    } catch (SQLException e) {
      if (DatabaseErrors.passing(e)) {
        throw e;
      }
      lacking(doing, e);
      return false;
    }
  }

  private void tryAll(Statement statement, int from) throws SQLException {
    List<Step> steps = steps();
    for (int i = from; i < steps.size(); i++) {
      if (deadline.near()) {
        save(i);
        throw new Unfinished(i + " of " + steps.size() + " tables and keys tried");
      }
      attempt(statement, steps.get(i));
    }
    tryViews(steps.size());
    if (deadline.near()) {
      save(steps.size());
      throw new Unfinished("all statements tried, the result on the target not read yet");
    }
    readBack();
  }

  private void save(int done) {
    files.write(CURSOR, new Cursor(done, findings, List.copyOf(failed), List.copyOf(views)));
  }

  private void tryViews(int done) throws SQLException {
    List<PlannedView> open = plan.views().stream().filter(v -> !views.contains(v.id().toString())).toList();
    try {
      if (!open.isEmpty()) {
        // without a current database the target reports for an unknown function only that no database is selected
        target.setCatalog(names.of(plan.schemas().getFirst().name()));
      }
      Map<PlannedView, SQLException> refused = ViewCreation.create(target, open, deadline, this::made);
      Set<TableId> missing = refused.keySet().stream().map(PlannedView::id).collect(Collectors.toCollection(HashSet::new));
      plan.tables().stream().map(PlannedTable::id).filter(id -> failed.contains(id.toString())).forEach(missing::add);
      refused.forEach(
          (view, error) -> {
            // a view that reads a failed table or view has no error of its own
            boolean follows = ViewText.reads(view.model().definition()).stream().anyMatch(id -> missing.contains(id) && !id.equals(view.id()));
            if (!follows) {
              refused(view.id().toString(), error);
            }
          });
    } catch (Unfinished e) {
      save(done);
      throw e;
    }
  }

  /** Checks that a created view can be read: a view whose CREATE succeeded may still be unreadable. */
  private void made(PlannedView view, Statement statement) throws SQLException {
    String object = view.id().toString();
    reportWarnings(statement, object);
    views.add(object);
    TableId scratch = scratch(view.id());
    try {
      statement.execute("SELECT * FROM " + Sql.name(scratch.schema(), scratch.table()) + " LIMIT 0");
    } catch (SQLException e) {
      if (DatabaseErrors.passing(e)) {
        throw e;
      }
      findings.add(
          traced(
              object, e,
              Finding.blocker(
                  FindingCode.VIEW_BROKEN_ON_TARGET, object, "the target creates the view, but cannot read it: " + e.getErrorCode() + " " + names.translate(e.getMessage()),
                  "a view that the target can read", "change it on the source as the message says, or add " + Finding.exclude(object))));
    }
  }

  /** Reads what the target has created from the plan. From now on the target is compared with this result. */
  private void readBack() throws SQLException {
    List<String> databases = plan.schemas().stream().map(s -> names.of(s.name())).toList();
    TargetSchema found = new TargetReader(target, names::back).read(databases);
    files.write(TargetSchema.FILE, found);
    // an object that could not be created has its own finding
    SchemaPlan there =
        new SchemaPlan(
            plan.schemas(), plan.tables().stream().filter(t -> !failed.contains(t.id().toString())).toList(),
            plan.views().stream().filter(v -> views.contains(v.id().toString())).toList(), plan.rules());
    Set<String> refused = findings.stream().filter(f -> f.severity() == Severity.blocker).map(Finding::object).collect(Collectors.toSet());
    refused.addAll(reported);
    for (Difference difference : new Drift(there, Optional.empty()).of(found, EnumSet.allOf(Stage.class), Set.of())) {
      if (!refused.contains(difference.object())) {
        findings.add(finding(difference));
      }
    }
  }

  private Finding finding(Difference difference) {
    String found = "the target has " + difference.found() + " (" + difference.aspect() + ")";
    String needed = difference.planned();
    Finding finding =
        difference.touchesRows()
            ? Finding.blocker(
                FindingCode.DEFINITION_OF_ROWS_CHANGED, difference.object(), found, needed,
                "change the definition on the source to one that the target keeps, or add " + Finding.exclude(owner(difference.object())))
            : Finding.warning(
                FindingCode.DEFINITION_CHANGED, difference.object(), found, needed, "nothing, if the application does not need the part that the target silently left out");
    return traced(difference.object(), "", finding);
  }

  /** The tables, parents first, so that CREATE TABLE can contain most foreign keys; then the foreign keys that close a cycle. */
  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    List<Step> circles = new ArrayList<>();
    Set<TableId> made = new HashSet<>();
    for (PlannedTable table : parentsFirst()) {
      made.add(table.id());
      List<PlannedForeignKey> keys = table.foreignKeys().stream().filter(k -> made.contains(k.parent())).toList();
      steps.add(new Step(table.id().toString(), statement -> table(statement, table, keys)));
      table.foreignKeys().stream().filter(k -> !keys.contains(k)).forEach(k -> circles.add(step(table, k)));
    }
    steps.addAll(circles);
    return steps;
  }

  private List<PlannedTable> parentsFirst() {
    Map<TableId, PlannedTable> left = new LinkedHashMap<>();
    plan.tables().forEach(t -> left.put(t.id(), t));
    List<PlannedTable> order = new ArrayList<>();
    plan.tables().forEach(t -> addBehindParents(t.id(), left, order));
    return order;
  }

  private static void addBehindParents(TableId id, Map<TableId, PlannedTable> left, List<PlannedTable> order) {
    PlannedTable table = left.remove(id);
    if (table != null) {
      table.foreignKeys().forEach(k -> addBehindParents(k.parent(), left, order));
      order.add(table);
    }
  }

  private void table(Statement statement, PlannedTable table, List<PlannedForeignKey> keys) throws SQLException {
    if (!whole(statement, table, keys)) {
      statement.execute("DROP TABLE IF EXISTS " + Sql.name(scratch(table.id()).schema(), table.id().table()));
      apart(statement, table, keys);
    }
  }

  /** Whether the target accepts the table with all its indexes and constraints, without a warning. */
  private boolean whole(Statement statement, PlannedTable table, List<PlannedForeignKey> keys) throws SQLException {
    Set<String> possible = keys.stream().filter(k -> !failed.contains(k.parent().toString())).map(PlannedForeignKey::name).collect(Collectors.toSet());
    List<String> constraints = new ArrayList<>(table.model().checks().stream().map(Ddl::check).toList());
    table.model().foreignKeys().stream()
        .filter(k -> possible.contains(k.name()))
        .forEach(k -> constraints.add(Ddl.foreignKey(k, scratch(k.parent()))));
    try {
      statement.execute(Ddl.create(scratch(table.id()), table.model(), table.model().indexes(), constraints));
      return warnings(statement).isEmpty();
    } catch (SQLException e) {
      if (DatabaseErrors.passing(e)) {
        throw e;
      }
      return false;
    }
  }

  /** Creates the table without what can be added later, then adds the rest step by step, so that a refusal names the refused part. */
  private void apart(Statement statement, PlannedTable table, List<PlannedForeignKey> keys) throws SQLException {
    try {
      statement.execute(table.create());
    } catch (SQLException e) {
      failed.add(table.id().toString());
      throw e;
    }
    reportWarnings(statement, table.id().toString());
    if (!table.indexes().isEmpty()) {
      attempt(statement, new Step(table.id().toString(), s -> indexes(s, table)));
    }
    for (PlannedCheck check : table.checks()) {
      attempt(statement, new Step(table.id() + "." + check.name(), s -> s.execute(Ddl.alter(scratch(table.id()), check.clause()))));
    }
    for (PlannedForeignKey key : keys) {
      attempt(statement, step(table, key));
    }
  }

  /** Adds all indexes of a table in one statement, which is faster. If the target refuses it, adds them one by one to find the refused one. */
  private void indexes(Statement statement, PlannedTable table) throws SQLException {
    String all = table.indexes().stream().map(PlannedIndex::clause).collect(Collectors.joining(", "));
    try {
      statement.execute(Ddl.alter(scratch(table.id()), all));
      return;
    } catch (SQLException e) {
      if (DatabaseErrors.passing(e)) {
        throw e;
      }
    }
    for (PlannedIndex index : table.indexes()) {
      attempt(statement, new Step(table.id() + "." + index.name(), s -> s.execute(Ddl.alter(scratch(table.id()), index.clause()))));
    }
  }

  private Step step(PlannedTable table, PlannedForeignKey key) {
    return new Step(table.id() + "." + key.name(), statement -> foreignKey(statement, table, key));
  }

  private void foreignKey(Statement statement, PlannedTable table, PlannedForeignKey key) throws SQLException {
    if (!failed.contains(table.id().toString()) && !failed.contains(key.parent().toString())) {
      statement.execute(Ddl.alter(scratch(table.id()), key.clause()));
    }
  }

  private TableId scratch(TableId id) {
    return new TableId(names.of(id.schema()), id.table());
  }

  private void attempt(Statement statement, Step step) throws SQLException {
    try {
      step.attempt().run(statement);
      reportWarnings(statement, step.object());
    } catch (SQLException e) {
      if (DatabaseErrors.passing(e)) {
        throw e;
      }
      refused(step.object(), e);
    }
  }

  private void refused(String object, SQLException e) {
    if (reported.stream().anyMatch(t -> t.equals(object) || t.startsWith(object + "."))) {
      return;
    }
    findings.add(
        traced(
            object, e,
            Finding.blocker(
                FindingCode.STATEMENT_REFUSED, object, "the target refuses it: " + e.getErrorCode() + " " + names.translate(e.getMessage()),
                "a definition that the target accepts", "change it on the source as the message says, or add " + Finding.exclude(owner(object)))));
  }

  /** The table or view that the object is, or to which it belongs. */
  private String owner(String object) {
    return Stream.concat(plan.tables().stream().map(PlannedTable::id), plan.views().stream().map(PlannedView::id))
        .map(TableId::toString)
        .filter(id -> object.equals(id) || object.startsWith(id + "."))
        .max(Comparator.comparing(String::length))
        .orElse(object);
  }

  private Finding traced(String object, SQLException e, Finding finding) {
    return traced(object, String.valueOf(e.getMessage()), finding);
  }

  /** The finding with the rules that changed the object, or the column that the message names. */
  private Finding traced(String object, String message, Finding finding) {
    List<String> rules = new ArrayList<>(plan.rules().getOrDefault(object, List.of()));
    plan.rules().entrySet().stream()
        .filter(r -> r.getKey().startsWith(object + ".") && quoted(message, r.getKey().substring(object.length() + 1)))
        .forEach(r -> rules.addAll(r.getValue()));
    return rules.isEmpty() ? finding : finding.by(rules.stream().distinct().collect(Collectors.joining(", ")));
  }

  private static boolean quoted(String message, String name) {
    return message.contains("'" + name + "'") || message.contains("`" + name + "`") || message.contains("." + name + "'");
  }

  private void reportWarnings(Statement statement, String object) throws SQLException {
    for (String warning : warnings(statement)) {
      findings.add(
          Finding.warning(
              FindingCode.STATEMENT_WARNED, object, "the target warns: " + warning, "a definition that the target accepts unchanged",
              "nothing, if the loss in the message does not matter to the application"));
    }
  }

  /** The target's warnings about the last statement. Each warning is reported once. */
  private List<String> warnings(Statement statement) throws SQLException {
    List<String> warnings = new ArrayList<>();
    if (statement.getWarnings() != null) {
      statement.clearWarnings();
      Rows.each(
          target,
          "SHOW WARNINGS",
          List.of(),
          row -> {
            int code = Integer.parseInt(row.text("Code"));
            if (row.text("Level").equals("Warning") && !HARMLESS.contains(code)) {
              warnings.add(code + " " + names.translate(row.text("Message")));
            }
          });
    }
    return warnings;
  }
}
