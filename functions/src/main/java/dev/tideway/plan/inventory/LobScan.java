package dev.tideway.plan.inventory;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.error.Unfinished;
import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Sql;
import dev.tideway.json.Json;
import dev.tideway.model.Column;
import dev.tideway.model.Index;
import dev.tideway.model.Table;
import dev.tideway.run.Artifact;
import dev.tideway.run.Deadline;
import dev.tideway.run.Workspace;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Measures the longest value of each LOB column, because DMS needs a limit and truncates longer values. The next slice continues where the last one stopped. */
final class LobScan {
  private static final Set<String> LOB_TYPES =
      Set.of("tinytext", "text", "mediumtext", "longtext", "tinyblob", "blob", "mediumblob", "longblob", "json");
  private static final Artifact<Map<String, Map<String, Long>>> MEASURED = new Artifact<>("inventory-lobs.json", new TypeReference<>() {});

  /** LENGTH of a column in the expression of a generated column, as servers print it. MariaDB prints it by its other name. */
  private static final Pattern LENGTH = Pattern.compile("\\(*(?:octet_)?length\\(`((?:[^`]|``)++)`\\)\\)*");

  private static final long EXACT_ROWS = 5_000_000;
  private static final long SAMPLE_ROWS = 500_000;

  private final Workspace files;
  private final Deadline deadline;
  private final long exactRows;
  private final long sampleRows;

  LobScan(Workspace files, Deadline deadline) {
    this(files, deadline, EXACT_ROWS, SAMPLE_ROWS);
  }

  /** A scan with other limits: in tables of more than {@code exactRows} rows it reads a sample of {@code sampleRows}. */
  LobScan(Workspace files, Deadline deadline, long exactRows, long sampleRows) {
    this.files = files;
    this.deadline = deadline;
    this.exactRows = exactRows;
    this.sampleRows = sampleRows;
  }

  /** The tables with their LOB maxima. Findings name the columns of which only a sample was read. */
  List<Table> measure(Connection connection, List<Table> tables, List<Finding> findings) throws SQLException {
    Map<String, Map<String, Long>> measured = new TreeMap<>(files.find(MEASURED).orElse(Map.of()));
    List<Table> result = new ArrayList<>();
    int seen = 0;
    for (Table table : tables) {
      List<String> lobs = table.columns().stream().filter(c -> LOB_TYPES.contains(c.type()) && !c.generated()).map(Column::name).toList();
      String id = Json.write(table.id());
      if (!lobs.isEmpty() && !measured.containsKey(id)) {
        if (deadline.near()) {
          files.write(MEASURED, measured);
          throw new Unfinished("LOB columns of " + seen + " of " + tables.size() + " tables measured");
        }
        measured.put(id, maxima(connection, table, lobs));
      }
      sampled(table, lobs).ifPresent(findings::add);
      result.add(table.withLobMaxima(measured.getOrDefault(id, Map.of())));
      seen++;
    }
    return result;
  }

  /** Names the columns of a huge table that were sampled, and those that were not. */
  private Optional<Finding> sampled(Table table, List<String> lobs) {
    Set<String> indexed = table.rows() > exactRows ? indexed(table, lobs).keySet() : Set.copyOf(lobs);
    List<String> rest = lobs.stream().filter(c -> !indexed.contains(c)).toList();
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.warning(
            FindingCode.LOBS_SAMPLED,
            table.id().toString(),
            "about " + table.rows() + " rows: LOB lengths of " + String.join(", ", rest) + " come from a sample of " + sampleRows
                + (indexed.isEmpty() ? "" : "; exact, from an index: " + String.join(", ", indexed)),
            "the length of the longest value, so that AWS DMS cuts no value",
            "nothing, if the verification finds no difference; it compares whole values"));
  }

  /** LOB columns whose length is a generated column at the beginning of an index, with that generated column. The longest value is at the end of the index. */
  private static Map<String, String> indexed(Table table, List<String> lobs) {
    Map<String, String> indexed = new TreeMap<>();
    for (Column column : table.columns()) {
      Matcher length = LENGTH.matcher(column.generation().orElse(""));
      boolean first = table.indexes().stream().anyMatch(i -> i.visible() && i.kind().equals("BTREE") && i.parts().getFirst().equals(part(i, column)));
      if (length.matches() && first) {
        String lob = length.group(1).replace("``", "`");
        lobs.stream().filter(lob::equals).forEach(l -> indexed.put(l, column.name()));
      }
    }
    return indexed;
  }

  private static Index.Part part(Index index, Column column) {
    return new Index.Part(Optional.of(column.name()), Optional.empty(), Optional.empty(), index.parts().getFirst().descending(), index.parts().getFirst().type());
  }

  private Map<String, Long> maxima(Connection connection, Table table, List<String> lobs) throws SQLException {
    Map<String, Long> maxima = new TreeMap<>();
    if (table.rows() <= exactRows) {
      read(connection, all(table, lobs), lobs, maxima);
      return maxima;
    }
    Map<String, String> indexed = indexed(table, lobs);
    for (Map.Entry<String, String> length : indexed.entrySet()) {
      // one column in each statement: only then the server reads nothing except the end of the index
      read(connection, "SELECT MAX(" + Sql.name(length.getValue()) + ") FROM " + from(table), List.of(length.getKey()), maxima);
    }
    List<String> rest = lobs.stream().filter(c -> !indexed.containsKey(c)).toList();
    if (!rest.isEmpty()) {
      read(connection, sample(table, rest), rest, maxima);
    }
    return maxima;
  }

  private static void read(Connection connection, String sql, List<String> lobs, Map<String, Long> maxima) throws SQLException {
    Rows.each(
        connection,
        sql,
        List.of(),
        row -> {
          for (int i = 0; i < lobs.size(); i++) {
            maxima.put(lobs.get(i), row.at(i + 1).map(Long::valueOf).orElse(0L));
          }
        });
  }

  private static String from(Table table) {
    return Sql.name(table.id().schema(), table.id().table());
  }

  private static String all(Table table, List<String> lobs) {
    return "SELECT " + lobs.stream().map(c -> "MAX(LENGTH(" + Sql.name(c) + "))").collect(Collectors.joining(", ")) + " FROM " + from(table);
  }

  private String sample(Table table, List<String> lobs) {
    // the derived table contains lengths only: otherwise the server would copy the LOBs
    String maxima = IntStream.range(0, lobs.size()).mapToObj(i -> "MAX(l" + i + ")").collect(Collectors.joining(", "));
    String lengths =
        IntStream.range(0, lobs.size()).mapToObj(i -> "LENGTH(" + Sql.name(lobs.get(i)) + ") AS l" + i).collect(Collectors.joining(", "));
    return "SELECT " + maxima + " FROM (SELECT " + lengths + " FROM " + from(table) + " LIMIT " + sampleRows + ") s";
  }
}
