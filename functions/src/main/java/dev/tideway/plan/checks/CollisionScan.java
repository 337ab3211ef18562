package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Sql;
import dev.tideway.json.Sha256;
import dev.tideway.model.Column;
import dev.tideway.model.Index;
import dev.tideway.model.Table;
import dev.tideway.run.Artifact;
import dev.tideway.run.Workspace;
import dev.tideway.schema.SchemaPlan;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds rows that a unique key distinguishes on the source and would not distinguish on the target, because the conversion gives a text column another
 * collation. The target itself computes the weights of the texts. So the result follows the target's own comparison and not a table of collations.
 */
public final class CollisionScan {
  /** Maximum number of rows of a key that are checked: their digests are kept in memory. */
  private static final int MOST_ROWS = 300_000;

  private static final int BATCH = 400;
  /** Maximum number of pairs that are searched: a person fixes the cause, not each pair. */
  private static final int MOST_PAIRS = 100;

  /** Row values are written to this file and to no finding, because findings are copied into execution histories and messages. */
  static final Artifact<Collisions> FILE = Artifact.of("collisions.json", Collisions.class);

  private final Preflight.Opener target;
  private final Workspace files;

  public CollisionScan(Preflight.Opener target, Workspace files) {
    this.target = target;
    this.files = files;
  }

  /**
   * What was found.
   *
   * @param keys the rows of each pair, by key
   */
  record Collisions(Map<String, List<String>> keys) {}

  /** One key of one table. */
  private record Key(Table source, Table converted, Index index) {
    String object() {
      return source.id() + "." + index.name();
    }
  }

  /** The key of one row: its parts, and a text with which a person finds the row. */
  private record KeyRow(List<String> parts, String shown) {}

  /** One read for each unique key that has a part whose collation changes. */
  public List<DataScan.Step> of(SchemaPlan plan, List<Table> tables) {
    Map<Object, Table> converted = plan.tables().stream().collect(Collectors.toMap(SchemaPlan.PlannedTable::id, SchemaPlan.PlannedTable::model));
    List<DataScan.Step> steps = new ArrayList<>();
    for (Table table : tables) {
      Optional.ofNullable(converted.get(table.id()))
          .ifPresent(
              model ->
                  table.indexes().stream()
                      .filter(index -> index.unique() && affected(table, model, index))
                      .map(index -> new Key(table, model, index))
                      .forEach(key -> steps.add(new DataScan.Step(key.object(), source -> look(source, key)))));
    }
    return steps;
  }

  private static boolean affected(Table source, Table converted, Index index) {
    return index.parts().stream().allMatch(p -> p.column().isPresent() && column(converted, p).isPresent())
        && index.parts().stream().anyMatch(p -> changed(source, converted, p));
  }

  private static boolean changed(Table source, Table converted, Index.Part part) {
    Optional<String> before = column(source, part).flatMap(Column::collation);
    Optional<String> after = column(converted, part).flatMap(Column::collation);
    // "…_bin" of another character set compares the same code points
    return before.isPresent() && after.isPresent() && !before.equals(after) && !after.get().endsWith("_bin");
  }

  private static Optional<Column> column(Table table, Index.Part part) {
    return table.columns().stream().filter(c -> part.column().filter(c.name()::equals).isPresent()).findFirst();
  }

  private List<Finding> look(Connection source, Key key) throws SQLException {
    Map<String, String> seen = new HashMap<>();
    List<String> collisions = new ArrayList<>();
    try (Connection weighing = target.open();
        PreparedStatement statement = source.prepareStatement(rows(key), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      // read row by row: a million keys do not fit into the function's memory at once
      statement.setFetchSize(Integer.MIN_VALUE);
      try (ResultSet result = statement.executeQuery()) {
        List<KeyRow> batch = new ArrayList<>();
        while (result.next() && collisions.size() < MOST_PAIRS) {
          row(result, key).ifPresent(batch::add);
          if (batch.size() == BATCH) {
            compare(weighing, key, batch, seen, collisions);
            batch.clear();
          }
        }
        compare(weighing, key, batch, seen, collisions);
      }
    }
    List<Finding> findings = new ArrayList<>();
    if (!collisions.isEmpty()) {
      keep(key, collisions);
      findings.add(
          Finding.blocker(
              FindingCode.KEYS_COLLIDE, key.object(), (collisions.size() < MOST_PAIRS ? "" : "at least ") + collisions.size() + " pairs of rows with keys that become equal under the target's collation; " + FILE.name() + " lists them",
              "keys that stay different: the load would lose the second row",
              "change one value of each pair on the source, or give the column a collation that the target has"));
    } else if (key.source().rows() > MOST_ROWS) {
      findings.add(
          Finding.warning(
              FindingCode.LOOK_INCOMPLETE, key.object(), "the first " + MOST_ROWS + " of about " + key.source().rows() + " keys were compared under the target's collation", "a check of every key",
              "compare the remaining keys by hand, on a replica; the verification will name every missing row"));
    }
    return findings;
  }

  private void keep(Key key, List<String> collisions) {
    Map<String, List<String>> all = new TreeMap<>(files.find(FILE).map(Collisions::keys).orElse(Map.of()));
    all.put(key.object(), collisions);
    files.write(FILE, new Collisions(all));
  }

  /** Selects the key's parts and the primary key, with which people find the row. */
  private static String rows(Key key) {
    List<String> columns = new ArrayList<>(key.index().parts().stream().map(CollisionScan::part).toList());
    primary(key).forEach(name -> columns.add(Sql.name(name)));
    return "SELECT " + String.join(", ", columns) + " FROM " + Sql.name(key.source().id().schema(), key.source().id().table()) + " LIMIT " + MOST_ROWS;
  }

  private static String part(Index.Part part) {
    String name = Sql.name(part.column().orElseThrow());
    return part.prefix().map(length -> "LEFT(" + name + ", " + length + ")").orElse(name);
  }

  private static List<String> primary(Key key) {
    return key.source().primaryKey().stream().flatMap(i -> i.parts().stream()).flatMap(p -> p.column().stream()).toList();
  }

  /** Empty if a part is NULL: such keys are never equal. */
  private static Optional<KeyRow> row(ResultSet result, Key key) throws SQLException {
    List<String> parts = new ArrayList<>();
    for (int i = 1; i <= key.index().parts().size(); i++) {
      String value = result.getString(i);
      if (value == null) {
        return Optional.empty();
      }
      parts.add(value);
    }
    List<String> names = primary(key);
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      shown.add(names.get(i) + "=" + result.getString(key.index().parts().size() + 1 + i));
    }
    return Optional.of(new KeyRow(parts, shown.isEmpty() ? String.join("/", parts) : String.join(" ", shown)));
  }

  private static void compare(Connection weighing, Key key, List<KeyRow> batch, Map<String, String> seen, List<String> collisions) throws SQLException {
    if (batch.isEmpty()) {
      return;
    }
    List<StringBuilder> weights = batch.stream().map(row -> new StringBuilder()).toList();
    for (int p = 0; p < key.index().parts().size(); p++) {
      Optional<String> collation = column(key.converted(), key.index().parts().get(p)).flatMap(Column::collation).filter(c -> !c.equals("binary"));
      for (int i = 0; i < batch.size(); i++) {
        String value = batch.get(i).parts().get(p);
        // the texts are weighed below in one query
        weights.get(i).append('|').append(collation.isPresent() ? "" : HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8)));
      }
      if (collation.isPresent()) {
        int at = p;
        weigh(weighing, batch.stream().map(row -> row.parts().get(at)).toList(), collation.get(), weights);
      }
    }
    for (int i = 0; i < batch.size(); i++) {
      String other = seen.putIfAbsent(digest(weights.get(i).toString()), batch.get(i).shown());
      if (other != null) {
        collisions.add(other + " and " + batch.get(i).shown());
      }
    }
  }

  private static void weigh(Connection weighing, List<String> values, String collation, List<StringBuilder> weights) throws SQLException {
    if (!collation.matches("[a-z0-9_]+")) {
      throw new IllegalArgumentException("no name of a collation: " + collation);
    }
    String sql =
        IntStream.range(0, values.size())
            .mapToObj(i -> "SELECT " + i + " AS n, HEX(WEIGHT_STRING(CONVERT(? USING " + charset(collation) + ") COLLATE " + collation + ")) AS w")
            .collect(Collectors.joining(" UNION ALL "));
    // only the collations without padding distinguish trailing spaces
    boolean padded = !collation.contains("_0900_");
    List<String> texts = values.stream().map(v -> padded ? v.replaceAll(" +$", "") : v).toList();
    Rows.each(weighing, sql, texts, row -> weights.get((int) row.number("n")).append(row.text("w")));
  }

  private static String charset(String collation) {
    int underscore = collation.indexOf('_');
    return underscore < 0 ? collation : collation.substring(0, underscore);
  }

  /** Half of a SHA-256 is enough to distinguish a third of a million keys, and it takes little memory. */
  private static String digest(String text) {
    return new String(Arrays.copyOf(Sha256.bytes(text), 16), StandardCharsets.ISO_8859_1);
  }
}
