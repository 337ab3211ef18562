package dev.tideway.verify;

import dev.tideway.rows.ColumnPair;
import dev.tideway.rows.JsonText;
import dev.tideway.rows.RowKey;
import dev.tideway.rows.Side;
import dev.tideway.rows.TablePair;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements of one table: digests, rows, single rows.
 *
 * <p>The row's text joins the canonical texts of its columns with the byte FF, which no UTF-8 text holds, and ends with a flag per
 * nullable column, since CONCAT_WS leaves NULL out. A row's digest is the first 64 bits of its MD5 (128 where rows are read one by
 * one); a chunk that differs goes unnoticed once in 2^64. JSON columns stay out of the text: their rows are streamed, and the digest
 * of the parsed document joins in here.
 */
final class TableReader {
  /** Without it both optimizers merge the derived table and compute the row's text twice. */
  private static final String UNMERGED = " LIMIT 18446744073709551615";

  private static final String SEPARATOR = "CAST(x'FF' AS BINARY)";
  private static final String FIRST_64_BITS = "CAST(CONV(SUBSTRING(MD5(%s),1,16),16,10) AS UNSIGNED)";

  private final TablePair table;
  private final List<ColumnPair> plain;
  private final List<ColumnPair> json;
  private final boolean rounds;
  private final Sides sides;

  TableReader(TablePair table, Sides sides) {
    this.table = table;
    this.plain = table.columns().stream().filter(column -> column.kind() != ColumnPair.Kind.json).toList();
    this.json = table.columns().stream().filter(column -> column.kind() == ColumnPair.Kind.json).toList();
    this.rounds = table.columns().stream().anyMatch(ColumnPair::singlePrecision);
    this.sides = sides;
  }

  TablePair table() {
    return table;
  }

  /** Whether there are FLOAT columns, for which {@link #digest} has a second form. */
  boolean rounds() {
    return rounds;
  }

  /** Which rows a chunk covers. */
  String condition(Chunk chunk) {
    return table.key().map(key -> key.range(chunk.lower(), chunk.upper())).orElse(RowKey.ALL);
  }

  /** The digest of the rows that meet the condition. */
  Digest digest(Side side, String condition, boolean rounded) throws SQLException {
    if (json.isEmpty()) {
      Digest[] answer = {Digest.NONE};
      String sum = "SUM(" + FIRST_64_BITS.formatted(text(side, rounded)) + ")";
      sides.each(side, "SELECT COUNT(*), " + sum + from(condition), row -> answer[0] = digest(row, 1));
      return answer[0];
    }
    Digest[] sum = {Digest.NONE};
    sides.each(side, "SELECT MD5(" + text(side, rounded) + ")" + documents() + from(condition), row -> sum[0] = sum[0].plus(rowDigest(row, 1, 2)));
    return sum[0];
  }

  /** Digests by bucket; a row is in the same bucket on both sides. */
  Map<Long, Digest> buckets(Side side, String condition, long buckets) throws SQLException {
    Map<Long, Digest> found = new HashMap<>();
    String bucket = bucket(side, buckets);
    if (json.isEmpty()) {
      String rows = "SELECT " + bucket + " b, " + FIRST_64_BITS.formatted(text(side, false)) + " h" + from(condition) + UNMERGED;
      sides.each(side, "SELECT b, COUNT(*), SUM(h) FROM (" + rows + ") q GROUP BY b", row -> found.put(row.getLong(1), digest(row, 2)));
    } else {
      String sql = "SELECT " + bucket + ", MD5(" + text(side, false) + ")" + documents() + from(condition);
      sides.each(side, sql, row -> found.merge(row.getLong(1), Digest.NONE.plus(rowDigest(row, 2, 3)), (a, b) -> a.plus(b.sum())));
    }
    return found;
  }

  /** The rows of some of the buckets. */
  String inBuckets(Side side, String condition, long buckets, Collection<Long> wanted) {
    return condition + " AND " + bucket(side, buckets) + " IN (" + wanted.stream().map(String::valueOf).collect(Collectors.joining(",")) + ")";
  }

  /** Key and digest of each row that meets the condition. */
  Map<List<String>, Row> rows(Side side, String condition) throws SQLException {
    Map<List<String>, Row> rows = new HashMap<>();
    List<String> parts = new ArrayList<>();
    table.key().ifPresent(key -> parts.add(key.identities(side)));
    parts.add("MD5(" + text(side, false) + ")");
    if (rounds) {
      parts.add("MD5(" + text(side, true) + ")");
    }
    int keyParts = table.key().map(key -> key.columns().size()).orElse(0);
    sides.each(side, "SELECT " + String.join(", ", parts) + documents() + from(condition), row -> {
      int documents = keyParts + (rounds ? 3 : 2);
      BigInteger exact = rowDigest(row, keyParts + 1, documents);
      BigInteger rounded = rounds ? rowDigest(row, keyParts + 2, documents) : exact;
      rows.merge(keyOf(row, keyParts), new Row(1, exact, rounded), Row::plus);
    });
    return rows;
  }

  /** The rows of these keys, as they are now. */
  Map<List<String>, Row> find(Side side, Collection<List<String>> keys) throws SQLException {
    Map<List<String>, Row> rows = rows(side, these(side, keys));
    // a lenient collation also finds the neighbours of a key
    rows.keySet().retainAll(new HashSet<>(keys));
    return rows;
  }

  /** Names of the columns in which the row of each key differs. Only for tables with a key. */
  Map<List<String>, List<String>> differences(Collection<List<String>> keys) {
    Sides.Both<Map<List<String>, List<Value>>> values = sides.ask("comparing columns of " + name(), side -> values(side, keys));
    Map<List<String>, List<String>> names = new HashMap<>();
    for (List<String> key : keys) {
      List<Value> here = values.source().get(key);
      List<Value> there = values.target().get(key);
      if (here != null && there != null) {
        names.put(key, differing(here, there));
      }
    }
    return names;
  }

  /** For people: never a value. */
  String name() {
    return table.table().id().toString();
  }

  private List<String> differing(List<Value> here, List<Value> there) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      if (!here.get(i).same(there.get(i))) {
        names.add(table.columns().get(i).name());
      }
    }
    return names;
  }

  private Map<List<String>, List<Value>> values(Side side, Collection<List<String>> keys) throws SQLException {
    RowKey key = table.key().orElseThrow();
    Set<List<String>> wanted = new HashSet<>(keys);
    Map<List<String>, List<Value>> values = new HashMap<>();
    int keyParts = key.columns().size();
    String columns = table.columns().stream()
        .map(column -> column.kind() == ColumnPair.Kind.json
            ? column.sql() + ", NULL"
            : shown(column, column.canonical(side)) + ", " + shown(column, column.rounded(side)))
        .collect(Collectors.joining(", "));
    sides.each(side, "SELECT " + key.identities(side) + ", " + columns + from(these(side, keys)), row -> {
      List<String> found = keyOf(row, keyParts);
      if (wanted.contains(found)) {
        values.put(found, valuesOf(row, keyParts + 1));
      }
    });
    return values;
  }

  private List<Value> valuesOf(ResultSet row, int first) throws SQLException {
    List<Value> values = new ArrayList<>();
    int at = first;
    for (ColumnPair column : table.columns()) {
      Optional<String> exact = Optional.ofNullable(row.getString(at));
      Optional<String> rounded = Optional.ofNullable(row.getString(at + 1));
      boolean document = column.kind() == ColumnPair.Kind.json;
      values.add(document ? new Value(exact.map(JsonText::canonical), Optional.empty()) : new Value(exact, rounded));
      at += 2;
    }
    return values;
  }

  /** A column's value as two texts, of which one must agree. */
  private record Value(Optional<String> exact, Optional<String> rounded) {
    boolean same(Value other) {
      return exact.equals(other.exact) || (rounded.isPresent() && rounded.equals(other.rounded));
    }
  }

  /** In a form that the driver hands over as it is, whatever the type, and that tells NULL from every value. */
  private static String shown(ColumnPair column, String text) {
    return "HEX(CONCAT_WS(" + SEPARATOR + ", " + text + ", ISNULL(" + column.sql() + ")))";
  }

  private String these(Side side, Collection<List<String>> keys) {
    return table.key()
        .map(key -> key.in(side, keys))
        .orElseGet(() -> "MD5(" + text(side, false) + ") IN (" + keys.stream().map(key -> "'" + key.getFirst() + "'").collect(Collectors.joining(",")) + ")");
  }

  private List<String> keyOf(ResultSet row, int keyParts) throws SQLException {
    if (keyParts == 0) {
      return List.of(row.getString(1));
    }
    List<String> key = new ArrayList<>(keyParts);
    for (int i = 1; i <= keyParts; i++) {
      key.add(row.getString(i));
    }
    return List.copyOf(key);
  }

  private String bucket(Side side, long buckets) {
    String of = table.key().map(key -> joined(key.columns().stream().map(column -> column.identity(side)))).orElseGet(() -> text(side, false));
    return "CRC32(" + of + ") % " + buckets;
  }

  private String text(Side side, boolean rounded) {
    BiFunction<ColumnPair, Side, String> form = rounded ? ColumnPair::rounded : ColumnPair::canonical;
    Stream<String> values = plain.stream().map(column -> form.apply(column, side));
    List<String> flags = plain.stream().filter(column -> column.source().nullable()).map(column -> "ISNULL(" + column.sql() + ")").toList();
    return joined(flags.isEmpty() ? values : Stream.concat(values, Stream.of("CONCAT(" + String.join(",", flags) + ")")));
  }

  private static String joined(Stream<String> values) {
    // the empty text at the front is for tables of JSON columns only
    return Stream.concat(Stream.of(SEPARATOR, "''"), values).collect(Collectors.joining(", ", "CONCAT_WS(", ")"));
  }

  private String documents() {
    return json.stream().map(column -> ", " + column.sql()).collect(Collectors.joining());
  }

  private String from(String condition) {
    return " FROM " + table.sql() + " WHERE " + condition;
  }

  private static Digest digest(ResultSet row, int first) throws SQLException {
    String sum = row.getString(first + 1);
    return new Digest(row.getLong(first), sum == null ? BigInteger.ZERO : new BigInteger(sum));
  }

  private BigInteger rowDigest(ResultSet row, int md5, int documents) throws SQLException {
    if (json.isEmpty()) {
      return new BigInteger(row.getString(md5), 16);
    }
    MessageDigest digest = sha256();
    digest.update(row.getString(md5).getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < json.size(); i++) {
      String document = row.getString(documents + i);
      digest.update(document == null ? (byte) 0 : (byte) 1);
      if (document != null) {
        digest.update(JsonText.canonical(document).getBytes(StandardCharsets.UTF_8));
      }
      digest.update((byte) 0xFF);
    }
    return new BigInteger(1, digest.digest()).shiftRight(128);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
