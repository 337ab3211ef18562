package dev.tideway.verify;

import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.model.Side;
import dev.tideway.model.rows.ApplyExceptions;
import dev.tideway.model.rows.ColumnPair;
import dev.tideway.model.rows.FloatingPoint;
import dev.tideway.model.rows.JsonHash;
import dev.tideway.model.rows.JsonText;
import dev.tideway.model.rows.RowHash;
import dev.tideway.model.rows.RowKey;
import dev.tideway.model.rows.RowText;
import dev.tideway.model.rows.TablePair;
import dev.tideway.verify.DatabasePair.PerSide;
import dev.tideway.verify.PairedRows.Row;
import dev.tideway.verify.PairedRows.RowFilter;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The statements of one table: digests, rows, single rows.
 *
 * <p>A row is compared by its text ({@link RowText}). Its digest is a number of 64 bits made of its SHA-256 (128 bits where rows are read
 * one by one); a chunk that differs is missed once in 2^64. JSON is part of the text as long as both servers print it alike. Where they do
 * not, rows are streamed and the fingerprint of the parsed document is added here.
 */
public final class TableReader implements PairedRows {
  private static final int SAMPLE = 64;

  private final TablePair table;
  private final List<ColumnPair> plain;
  private final List<ColumnPair> json;
  private final List<Digest.Encoding> forms;
  private final List<ColumnPair> certain;
  private final List<ColumnPair> approximate;
  private final Approximation approximation;
  private final DatabasePair sides;

  public TableReader(TablePair table, DatabasePair sides) {
    this.table = table;
    this.plain = table.columns().stream().filter(column -> column.kind() != ColumnPair.Kind.json).toList();
    this.json = table.columns().stream().filter(column -> column.kind() == ColumnPair.Kind.json).toList();
    this.certain = plain.stream().filter(column -> !approximate(column)).toList();
    this.approximate = plain.stream().filter(TableReader::approximate).toList();
    this.approximation = new Approximation(approximate, table.key().isPresent());
    this.forms = forms(!json.isEmpty(), plain.stream().anyMatch(TableReader::printedUnlike), plain.stream().anyMatch(ColumnPair::singlePrecision));
    this.sides = sides;
  }

  @Override
  public TablePair table() {
    return table;
  }

  /** The forms in which its rows can be compared, the fastest first. A form whose text would equal that of the next form is left out. */
  List<Digest.Encoding> forms() {
    return forms;
  }

  private static boolean approximate(ColumnPair column) {
    return column.floatingPoint().filter(FloatingPoint::approximate).isPresent();
  }

  private static boolean printedUnlike(ColumnPair column) {
    return !column.printed(Side.source).equals(column.canonical(Side.source));
  }

  private static List<Digest.Encoding> forms(boolean documents, boolean floating, boolean rounds) {
    List<Digest.Encoding> forms = new ArrayList<>();
    if (documents || floating) {
      forms.add(Digest.Encoding.printed);
    }
    if (documents && floating) {
      forms.add(Digest.Encoding.documents);
    }
    forms.add(Digest.Encoding.values);
    if (rounds) {
      forms.add(Digest.Encoding.rounded);
    }
    return List.copyOf(forms);
  }

  /** Whether there are JSON columns. */
  boolean documents() {
    return !json.isEmpty();
  }

  /** Which rows a chunk covers. */
  RowFilter condition(Chunk chunk) {
    if (chunk.parts().isPresent()) {
      return side -> part(side, chunk.parts().get()) + " = " + chunk.part();
    }
    String range = table.key().map(key -> key.range(chunk.lower(), chunk.upper())).orElse(RowKey.ALL);
    return side -> range;
  }

  /** The digests of the rows that meet the condition. */
  PerSide<Digest> digests(RowFilter condition, Digest.Encoding form) {
    return sides.ask("comparing " + name(), side -> digest(side, condition.on(side), form));
  }

  /** The statements that a user can run to see the whole table's digests, for each form that chunks may have used. */
  public Map<Digest.Encoding, VerificationResult.Statements> statements() {
    Map<Digest.Encoding, VerificationResult.Statements> statements = new EnumMap<>(Digest.Encoding.class);
    for (Digest.Encoding form : forms) {
      statements.put(
          form,
          new VerificationResult.Statements(shown(Side.source, form), shown(Side.target, form)));
    }
    return statements;
  }

  /** For a whole table. The statement contains the hash twice, which takes longer than a derived table but writes none to the server's disk. */
  private String shown(Side side, Digest.Encoding form) {
    return "SELECT COUNT(*), SUM(" + number(side, form, RowHash.sql(text(side, form))) + ")" + from(RowKey.ALL);
  }

  private String statement(Side side, String condition, Digest.Encoding form) {
    return "SELECT COUNT(*), SUM(" + number(side, form, "h") + ") FROM (SELECT " + RowHash.sql(text(side, form)) + " h" + from(condition)
        + RowHash.UNMERGED + ") q";
  }

  /**
   * A document may be longer than the server can join (max_allowed_packet). The row's text is then NULL, which SUM leaves out. Such rows
   * are never equal in this form: they are compared by value.
   */
  private String number(Side side, Digest.Encoding form, String hash) {
    String number = RowHash.number(hash);
    return form == Digest.Encoding.printed && documents() ? "IFNULL(" + number + "," + (side == Side.source ? 1 : 2) + ")" : number;
  }

  /** How many rows meet the condition. */
  PerSide<Digest> counts(RowFilter condition) {
    return sides.ask("counting " + name(), side -> {
      Digest[] answer = {Digest.NONE};
      sides.few(side, "SELECT COUNT(*)" + from(condition.on(side)), row -> answer[0] = new Digest(row.getLong(1), BigInteger.ZERO, 0));
      return answer[0];
    });
  }

  /** Whether both servers print the documents of the table's first rows alike. A wrong answer costs time only. */
  boolean printsAlike() {
    Optional<RowKey> key = table.key().filter(RowKey::ranges);
    if (key.isEmpty()) {
      return true;
    }
    int keyParts = key.get().columns().size();
    PerSide<Map<List<String>, List<String>>> texts = sides.ask("looking at the documents of " + name(), side -> {
      Map<List<String>, List<String>> found = new HashMap<>();
      String sql = "SELECT " + key.get().identities(side) + columnsOf(json) + from(RowKey.ALL) + " ORDER BY " + key.get().order() + " LIMIT " + SAMPLE;
      sides.each(side, sql, row -> {
        List<String> documents = new ArrayList<>();
        for (int i = 1; i <= json.size(); i++) {
          documents.add(String.valueOf(row.getString(keyParts + i)));
        }
        found.put(keyOf(row, keyParts), documents);
      });
      return found;
    });
    return texts.source().entrySet().stream().allMatch(entry -> texts.target().getOrDefault(entry.getKey(), entry.getValue()).equals(entry.getValue()));
  }

  private Digest digest(Side side, String condition, Digest.Encoding form) throws SQLException {
    if (json.isEmpty() || form == Digest.Encoding.printed) {
      Digest[] answer = {Digest.NONE};
      sides.few(side, statement(side, condition, form), row -> answer[0] = digest(row, 1));
      return answer[0];
    }
    Digest.Adding sum = new Digest.Adding();
    JsonHash hash = new JsonHash();
    String sql = "SELECT " + RowHash.sql(text(side, form)) + columnsOf(json) + from(condition);
    sides.each(side, sql, row -> sum.row(RowHash.number(row.getBytes(1)), documents(side, row, 2, hash)));
    return sum.digest();
  }

  @Override
  public PerSide<Map<Long, Digest>> buckets(RowFilter condition, long buckets) {
    return sides.ask("narrowing down " + name(), side -> buckets(side, condition.on(side), buckets));
  }

  private Map<Long, Digest> buckets(Side side, String condition, long buckets) throws SQLException {
    String bucket = bucket(side, buckets);
    if (json.isEmpty()) {
      Map<Long, Digest> found = new HashMap<>();
      String rows = "SELECT " + bucket + " b, " + RowHash.sql(text(side, Digest.Encoding.values)) + " h" + from(condition) + RowHash.UNMERGED;
      sides.each(side, "SELECT b, COUNT(*), SUM(" + RowHash.number("h") + ") FROM (" + rows + ") q GROUP BY b", row -> found.put(row.getLong(1), digest(row, 2)));
      return found;
    }
    Map<Long, Digest.Adding> adding = new HashMap<>();
    JsonHash hash = new JsonHash();
    String sql = "SELECT " + bucket + ", " + RowHash.sql(text(side, Digest.Encoding.values)) + columnsOf(json) + from(condition);
    sides.each(side, sql, row -> adding.computeIfAbsent(row.getLong(1), any -> new Digest.Adding()).row(RowHash.number(row.getBytes(2)), documents(side, row, 3, hash)));
    return adding.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().digest()));
  }

  @Override
  public PerSide<Map<List<String>, Row>> rows(RowFilter condition) {
    return rows("reading rows of " + name(), condition, any -> true);
  }

  @Override
  public PerSide<Map<List<String>, Row>> rows(RowFilter condition, long buckets, Collection<Long> wanted) {
    String numbers = wanted.stream().map(String::valueOf).collect(Collectors.joining(","));
    return rows("reading rows of " + name(), side -> "(" + condition.on(side) + ") AND " + bucket(side, buckets) + " IN (" + numbers + ")", any -> true);
  }

  /** A lenient collation also finds keys that are equal only under the collation, and without a key every row of the condition is read. */
  @Override
  public PerSide<Map<List<String>, Row>> find(RowFilter condition, Collection<List<String>> keys) {
    Optional<RowKey> key = table.key();
    Set<List<String>> searched = new HashSet<>(keys);
    // without a key, a rounded row is identified by a digest that is not among the requested keys
    Predicate<List<String>> wanted =
        key.isPresent() ? searched::contains : of -> !approximate.isEmpty() || searched.contains(List.of(of.getFirst()));
    PerSide<Map<List<String>, Row>> rows =
        rows("reading rows again of " + name(), side -> key.map(k -> k.in(side, keys)).orElseGet(() -> condition.on(side)), wanted);
    rows.source().keySet().retainAll(keys);
    rows.target().keySet().retainAll(keys);
    return rows;
  }

  private PerSide<Map<List<String>, Row>> rows(String work, RowFilter condition, Predicate<List<String>> wanted) {
    return approximation.settle(sides.ask(work, side -> rows(side, condition.on(side), wanted)));
  }

  private Map<List<String>, Approximation.Read> rows(Side side, String condition, Predicate<List<String>> wanted) throws SQLException {
    Map<List<String>, Approximation.Read> rows = new HashMap<>();
    List<String> parts = new ArrayList<>();
    table.key().ifPresent(key -> parts.add(key.identities(side)));
    parts.add(RowHash.row(text(side, Digest.Encoding.values)));
    parts.add(approximate.isEmpty() ? "NULL" : RowHash.row(RowText.of(certain, column -> column.canonical(side))));
    approximate.forEach(column -> parts.add(column.sql() + "+0e0"));
    int first = table.key().map(key -> key.columns().size()).orElse(0) + 1;
    JsonHash hash = new JsonHash();
    sides.each(side, "SELECT " + String.join(", ", parts) + columnsOf(json) + from(condition), row -> {
      long documents = documents(side, row, first + 2 + approximate.size(), hash);
      String digest = rowDigest(row.getString(first), documents);
      String certainDigest = approximate.isEmpty() ? digest : rowDigest(row.getString(first + 1), documents);
      List<String> key = table.key().isEmpty() ? List.of(digest, certainDigest) : keyOf(row, first - 1);
      if (wanted.test(key)) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < approximate.size(); i++) {
          double value = row.getDouble(first + 2 + i);
          values.add(row.wasNull() ? Double.NaN : value);
        }
        rows.merge(key, new Approximation.Read(1, new BigInteger(digest, 16), new BigInteger(certainDigest, 16), List.copyOf(values)), Approximation.Read::plus);
      }
    });
    return rows;
  }

  @Override
  public Map<List<String>, List<String>> differences(Collection<List<String>> keys) {
    PerSide<Map<List<String>, List<Optional<String>>>> values = sides.ask("comparing columns of " + name(), side -> values(side, keys));
    Map<List<String>, List<String>> names = new HashMap<>();
    for (List<String> key : keys) {
      List<Optional<String>> here = values.source().get(key);
      List<Optional<String>> there = values.target().get(key);
      if (here != null && there != null) {
        names.put(key, differing(here, there));
      }
    }
    return names;
  }

  @Override
  public Set<List<String>> uniqueKeyConflicts(Collection<List<String>> keys) {
    return new UniqueKeyConflicts(table, sides).among(keys);
  }

  @Override
  public long refused() {
    return sides.ask(Side.target, "reading what DMS could not apply", side -> {
      long[] count = {0};
      try {
        sides.few(side, ApplyExceptions.count(table.table().id()), row -> count[0] = row.getLong(1));
      } catch (SQLException e) {
        if (!ApplyExceptions.notThere(e)) {
          throw e;
        }
      }
      return count[0];
    });
  }

  /** The source's rows of these keys: for each column the text of its literal, empty for NULL. */
  Map<List<String>, List<Optional<String>>> sourceValues(Collection<List<String>> keys) {
    RowKey key = table.key().orElseThrow();
    Set<List<String>> wanted = new HashSet<>(keys);
    int keyParts = key.columns().size();
    String columns = table.columns().stream().map(column -> column.exact(Side.source)).collect(Collectors.joining(", "));
    return sides.ask(Side.source, "reading rows of " + name(), side -> {
      Map<List<String>, List<Optional<String>>> values = new HashMap<>();
      sides.each(side, "SELECT " + key.identities(side) + ", " + columns + from(key.in(side, keys)), row -> {
        List<String> found = keyOf(row, keyParts);
        if (wanted.contains(found)) {
          List<Optional<String>> texts = new ArrayList<>();
          for (int i = 1; i <= table.columns().size(); i++) {
            texts.add(Optional.ofNullable(row.getString(keyParts + i)));
          }
          values.put(found, List.copyOf(texts));
        }
      });
      return values;
    });
  }

  /** The rows of one side with these row digests, with their values as {@link #sourceValues} returns them. Only for tables without a key. */
  Map<List<String>, List<Optional<String>>> valuesByDigest(Side from, Collection<List<String>> digests) {
    Set<List<String>> wanted = new HashSet<>(digests);
    String columns = table.columns().stream().map(column -> column.exact(from)).collect(Collectors.joining(", "));
    JsonHash hash = new JsonHash();
    return sides.ask(from, "reading rows of " + name(), side -> {
      Map<List<String>, List<Optional<String>>> values = new HashMap<>();
      String sql = "SELECT " + columns + columnsOf(json) + ", " + RowHash.row(text(side, Digest.Encoding.values)) + from(RowKey.ALL);
      int width = table.columns().size();
      sides.each(side, sql, row -> {
        List<String> digest = List.of(rowDigest(row.getString(width + json.size() + 1), documents(side, row, width + 1, hash)));
        if (wanted.contains(digest)) {
          List<Optional<String>> texts = new ArrayList<>();
          for (int i = 1; i <= width; i++) {
            texts.add(Optional.ofNullable(row.getString(i)));
          }
          values.put(digest, List.copyOf(texts));
        }
      });
      return values;
    });
  }

  /** The table's name for messages, which never contain a value. */
  String name() {
    return table.table().id().toString();
  }

  private List<String> differing(List<Optional<String>> here, List<Optional<String>> there) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      if (!same(table.columns().get(i), here.get(i), there.get(i))) {
        names.add(table.columns().get(i).name());
      }
    }
    return names;
  }

  private Map<List<String>, List<Optional<String>>> values(Side side, Collection<List<String>> keys) throws SQLException {
    RowKey key = table.key().orElseThrow();
    Set<List<String>> wanted = new HashSet<>(keys);
    Map<List<String>, List<Optional<String>>> values = new HashMap<>();
    int keyParts = key.columns().size();
    String columns = table.columns().stream().map(column -> shown(side, column)).collect(Collectors.joining(", "));
    sides.each(side, "SELECT " + key.identities(side) + ", " + columns + from(key.in(side, keys)), row -> {
      List<String> found = keyOf(row, keyParts);
      if (wanted.contains(found)) {
        values.put(found, valuesOf(row, keyParts + 1));
      }
    });
    return values;
  }

  private List<Optional<String>> valuesOf(ResultSet row, int first) throws SQLException {
    List<Optional<String>> values = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      values.add(Optional.ofNullable(row.getString(first + i)));
    }
    return values;
  }

  /**
   * For {@link #same}. A value that is compared by its canonical text is selected in a form that the driver returns unchanged, whatever the
   * type, and that distinguishes NULL from every value.
   */
  private static String shown(Side side, ColumnPair column) {
    if (column.kind() == ColumnPair.Kind.json) {
      return column.sql();
    }
    return approximate(column)
        ? "CONCAT(" + column.sql() + "+0e0)"
        : "HEX(CONCAT_WS(" + RowText.SEPARATOR + ", " + column.canonical(side) + ", ISNULL(" + column.sql() + ")))";
  }

  private static boolean same(ColumnPair column, Optional<String> source, Optional<String> target) {
    if (column.kind() == ColumnPair.Kind.json) {
      return source.map(JsonText::canonical).equals(target.map(JsonText::canonical));
    }
    return source.equals(target)
        || (approximate(column) && column.floatingPoint().orElseThrow().agrees(number(source), number(target)));
  }

  private static double number(Optional<String> text) {
    return text.map(Double::parseDouble).orElse(Double.NaN);
  }

  private static List<String> keyOf(ResultSet row, int keyParts) throws SQLException {
    List<String> key = new ArrayList<>(keyParts);
    for (int i = 1; i <= keyParts; i++) {
      key.add(row.getString(i));
    }
    return List.copyOf(key);
  }

  private String bucket(Side side, long buckets) {
    return "CRC32(" + ofRow(side) + ") % " + buckets;
  }

  /** Uses different bits than {@link #bucket}, so that the rows of a part are spread over all buckets. */
  private String part(Side side, int parts) {
    return "(CRC32(" + ofRow(side) + ") >> 16) % " + parts;
  }

  /** The part of a row that is equal wherever rows count as equal: the key, or without a key the columns that are compared by digest. */
  private String ofRow(Side side) {
    return ofKey(side).orElseGet(() -> RowText.of(certain, column -> column.canonical(side)));
  }

  private Optional<String> ofKey(Side side) {
    return table.key().map(key -> RowText.joined(key.columns().stream().map(column -> column.identity(side))));
  }

  private String text(Side side, Digest.Encoding form) {
    return RowText.of(form == Digest.Encoding.printed ? table.columns() : plain, column -> switch (form) {
      case printed, documents -> column.printed(side);
      case values -> column.canonical(side);
      case rounded -> column.rounded(side);
    });
  }

  private static String columnsOf(List<ColumnPair> columns) {
    return columns.stream().map(column -> ", " + column.sql()).collect(Collectors.joining());
  }

  private String from(String condition) {
    return " FROM " + table.sql() + " WHERE " + condition;
  }

  private static Digest digest(ResultSet row, int first) throws SQLException {
    String sum = row.getString(first + 1);
    return new Digest(row.getLong(first), sum == null ? BigInteger.ZERO : new BigInteger(sum), 0);
  }

  /** The fingerprint of a row's documents; 0 where there are none. */
  private long documents(Side side, ResultSet row, int first, JsonHash hash) throws SQLException {
    long all = 0;
    for (int i = 0; i < json.size(); i++) {
      byte[] document = row.getBytes(first + i);
      if (document != null && document.length == 0 && !(side == Side.source && json.get(i).anyText())) {
        throw new MigrationFailed(
            ErrorCode.DOCUMENT_TOO_LONG, "a document in column " + json.get(i).name() + " of " + name() + " is longer than max_allowed_packet: the server sends it as an empty text");
      }
      all = JsonHash.mix(all, document == null ? 0 : hash.of(document));
    }
    return all;
  }

  private String rowDigest(String row, long documents) {
    return json.isEmpty() ? row : row + HexFormat.of().toHexDigits(documents);
  }
}
