package dev.tideway.plan;

import dev.tideway.jdbc.Rows;
import dev.tideway.run.Artifact;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Triggers, routines and events of the source. TiDB supports none of them, so this list is the to-do list of the plan and contains their text. Written to
 * {@code programs.json}.
 *
 * @param programs in the order of their schemas
 */
public record StoredPrograms(List<Program> programs) {
  /** The file that holds it. */
  public static final Artifact<StoredPrograms> FILE = Artifact.of("programs.json", StoredPrograms.class);

  /**
   * One trigger, routine or event.
   *
   * @param kind {@code trigger}, {@code procedure}, {@code function} or {@code event}
   * @param name {@code schema.name}
   * @param when when it runs: the trigger's time and table, the event's schedule; empty for routines
   * @param text its body, empty if the account has no right to read it
   */
  public record Program(String kind, String name, String when, String text) {}

  public static StoredPrograms read(Connection source, Set<String> schemas) throws SQLException {
    List<Program> programs = new ArrayList<>();
    each(
        source, schemas, "TRIGGER_SCHEMA",
        "SELECT TRIGGER_SCHEMA, TRIGGER_NAME, ACTION_TIMING, EVENT_MANIPULATION, EVENT_OBJECT_TABLE, ACTION_STATEMENT FROM information_schema.TRIGGERS",
        row ->
            programs.add(
                new Program(
                    "trigger", row.text("TRIGGER_SCHEMA") + "." + row.text("TRIGGER_NAME"),
                    row.text("ACTION_TIMING") + " " + row.text("EVENT_MANIPULATION") + " ON " + row.text("EVENT_OBJECT_TABLE"), row.text("ACTION_STATEMENT"))));
    each(
        source, schemas, "ROUTINE_SCHEMA",
        "SELECT ROUTINE_SCHEMA, ROUTINE_NAME, ROUTINE_TYPE, ROUTINE_DEFINITION FROM information_schema.ROUTINES",
        row ->
            programs.add(
                new Program(
                    row.text("ROUTINE_TYPE").equals("FUNCTION") ? "function" : "procedure", row.text("ROUTINE_SCHEMA") + "." + row.text("ROUTINE_NAME"), "",
                    row.text("ROUTINE_DEFINITION"))));
    each(
        source, schemas, "EVENT_SCHEMA",
        "SELECT EVENT_SCHEMA, EVENT_NAME, EVENT_DEFINITION, EXECUTE_AT, INTERVAL_VALUE, INTERVAL_FIELD FROM information_schema.EVENTS",
        row ->
            programs.add(
                new Program(
                    "event", row.text("EVENT_SCHEMA") + "." + row.text("EVENT_NAME"),
                    row.optional("EXECUTE_AT").map(at -> "AT " + at).orElse("EVERY " + row.text("INTERVAL_VALUE") + " " + row.text("INTERVAL_FIELD")),
                    row.text("EVENT_DEFINITION"))));
    return new StoredPrograms(programs);
  }

  private static void each(Connection source, Set<String> schemas, String column, String sql, Rows.Reader reader) throws SQLException {
    if (schemas.isEmpty()) {
      return;
    }
    String marks = String.join(", ", schemas.stream().map(s -> "?").toList());
    Rows.each(source, sql + " WHERE " + column + " IN (" + marks + ") ORDER BY 1, 2", List.copyOf(schemas), reader);
  }
}
