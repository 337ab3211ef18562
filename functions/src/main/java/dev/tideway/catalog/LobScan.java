package dev.tideway.catalog;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.aws.Deadline;
import dev.tideway.aws.ObjectStore;
import dev.tideway.error.Unfinished;
import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Sql;
import dev.tideway.json.Json;
import dev.tideway.request.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures the longest value of each LOB column, since DMS must be told and cuts what is longer. Goes on in the next slice where
 * the last one stopped.
 */
final class LobScan {
  private static final Set<String> LOB_TYPES =
      Set.of("tinytext", "text", "mediumtext", "longtext", "tinyblob", "blob", "mediumblob", "longblob", "json");
  private static final TypeReference<Map<String, Map<String, Long>>> MEASURED = new TypeReference<>() {};
  private static final String FILE = "inventory-lobs.json";
  private static final long EXACT_ROWS = 5_000_000;
  private static final long SAMPLE_ROWS = 500_000;

  private final ObjectStore objects;
  private final String key;
  private final Deadline deadline;

  LobScan(ObjectStore objects, String prefix, Deadline deadline) {
    this.objects = objects;
    this.key = prefix + "/" + FILE;
    this.deadline = deadline;
  }

  /** The tables with their LOB maxima. Findings say where only a sample was read. */
  List<Table> measure(Connection connection, List<Table> tables, List<Finding> findings) throws SQLException {
    Map<String, Map<String, Long>> measured = new TreeMap<>(objects.get(key).map(text -> Json.read(text, MEASURED)).orElse(Map.of()));
    List<Table> result = new ArrayList<>();
    int seen = 0;
    for (Table table : tables) {
      List<String> lobs = table.columns().stream().filter(c -> LOB_TYPES.contains(c.type()) && !c.generated()).map(Column::name).toList();
      String id = Json.write(table.id());
      if (!lobs.isEmpty() && !measured.containsKey(id)) {
        if (deadline.near()) {
          objects.putJson(key, measured);
          throw new Unfinished("LOB columns of " + seen + " of " + tables.size() + " tables measured");
        }
        measured.put(id, maxima(connection, table, lobs));
      }
      if (!lobs.isEmpty() && table.rows() > EXACT_ROWS) {
        findings.add(
            Finding.warning(
                "TW-P013",
                table.id().toString(),
                "about " + table.rows() + " rows: LOB lengths are those of a sample of " + SAMPLE_ROWS,
                "the longest value, so that AWS DMS cuts nothing",
                "nothing if the verification finds the table equal; it compares lengths and contents"));
      }
      result.add(table.withLobMaxima(measured.getOrDefault(id, Map.of())));
      seen++;
    }
    return result;
  }

  private static Map<String, Long> maxima(Connection connection, Table table, List<String> lobs) throws SQLException {
    Map<String, Long> maxima = new TreeMap<>();
    Rows.each(
        connection,
        sql(table, lobs),
        List.of(),
        row -> {
          for (int i = 0; i < lobs.size(); i++) {
            maxima.put(lobs.get(i), row.at(i + 1).map(Long::valueOf).orElse(0L));
          }
        });
    return maxima;
  }

  private static String sql(Table table, List<String> lobs) {
    String from = Sql.name(table.id().schema(), table.id().table());
    if (table.rows() <= EXACT_ROWS) {
      return "SELECT " + lobs.stream().map(c -> "MAX(LENGTH(" + Sql.name(c) + "))").collect(Collectors.joining(", ")) + " FROM " + from;
    }
    // lengths only in the derived table: the server would otherwise copy the LOBs
    String maxima = IntStream.range(0, lobs.size()).mapToObj(i -> "MAX(l" + i + ")").collect(Collectors.joining(", "));
    String lengths =
        IntStream.range(0, lobs.size()).mapToObj(i -> "LENGTH(" + Sql.name(lobs.get(i)) + ") AS l" + i).collect(Collectors.joining(", "));
    return "SELECT " + maxima + " FROM (SELECT " + lengths + " FROM " + from + " LIMIT " + SAMPLE_ROWS + ") s";
  }
}
