package dev.tideway.verify;

import dev.tideway.jdbc.Sql;
import dev.tideway.model.Side;
import dev.tideway.model.rows.ColumnPair;
import dev.tideway.model.rows.RowKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements that would make the target equal to the source's current rows. They are for a person to read and run, or to approve; this
 * class does not run them.
 */
public final class RepairSql {
  private static final int KEYS_PER_QUERY = 200;

  /** Plain text, so that a browser shows it. */
  static final String CONTENT_TYPE = "text/plain; charset=utf-8";

  /** Not strict: the source may hold values that strict modes refuse. */
  public static final String PROLOGUE =
      """
      -- Makes the target's rows equal to the source's as they were when this was written. Run on the target only.
      SET NAMES utf8mb4;
      SET time_zone = '+00:00';
      SET sql_mode = '%s';
      SET foreign_key_checks = 0;
      """.formatted(Sql.TAKING_MODES);

  private final TableReader reader;
  private final List<ColumnPair> written;

  public RepairSql(TableReader reader) {
    this.reader = reader;
    this.written = reader.table().columns().stream().filter(column -> !column.source().generated()).toList();
  }

  /** One statement for each line. */
  public List<String> of(List<Mismatch> mismatches) {
    return reader.table().key().map(key -> keyed(key, mismatches)).orElseGet(() -> keyless(mismatches));
  }

  /**
   * Writes the rows of these keys with the source's current values, whatever the target has; every repetition has the same result. Only for
   * tables with a key.
   */
  List<String> rewrite(List<List<String>> keys) {
    Map<List<String>, List<Optional<String>>> values = values(keys);
    return Stream.concat(without(keys).stream(), keys.stream().filter(values::containsKey).map(of -> insert(values.get(of)))).toList();
  }

  /** Deletes the rows of these keys from the target. Only for tables with a key. */
  List<String> without(List<List<String>> keys) {
    RowKey key = reader.table().key().orElseThrow();
    return keys.stream().map(of -> delete(key, of)).toList();
  }

  private Map<List<String>, List<Optional<String>>> values(List<List<String>> keys) {
    Map<List<String>, List<Optional<String>>> values = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i += KEYS_PER_QUERY) {
      values.putAll(reader.sourceValues(keys.subList(i, Math.min(keys.size(), i + KEYS_PER_QUERY))));
    }
    return values;
  }

  private String delete(RowKey key, List<String> of) {
    return "DELETE FROM " + reader.table().sql() + " WHERE " + key.exactly(of) + ";";
  }

  private List<String> keyed(RowKey key, List<Mismatch> mismatches) {
    Map<List<String>, List<Optional<String>>> values =
        values(mismatches.stream().filter(m -> m.kind() != Mismatch.Kind.extra).map(m -> List.copyOf(m.key().values())).toList());
    List<String> deletes = new ArrayList<>();
    List<String> writes = new ArrayList<>();
    for (Mismatch mismatch : mismatches) {
      List<String> of = List.copyOf(mismatch.key().values());
      if (mismatch.kind() != Mismatch.Kind.missing) {
        deletes.add(delete(key, of));
      }
      if (values.containsKey(of)) {
        writes.add(insert(values.get(of)));
      }
    }
    // deletions first: an extra row may hold the unique value of a missing one
    deletes.addAll(writes);
    return deletes;
  }

  private List<String> keyless(List<Mismatch> mismatches) {
    List<String> statements = new ArrayList<>();
    for (Side side : Side.values()) {
      List<Mismatch> of = mismatches.stream().filter(m -> (m.kind() == Mismatch.Kind.extra) == (side == Side.target)).toList();
      if (of.isEmpty()) {
        continue;
      }
      Map<List<String>, List<Optional<String>>> values = reader.valuesByDigest(side, of.stream().map(m -> List.copyOf(m.key().values())).toList());
      for (Mismatch mismatch : of) {
        Optional.ofNullable(values.get(List.copyOf(mismatch.key().values()))).ifPresent(row -> {
          if (side == Side.target) {
            statements.addFirst(delete(row, mismatch.copies()));
          } else {
            for (long i = 0; i < mismatch.copies(); i++) {
              statements.add(insert(row));
            }
          }
        });
      }
    }
    return statements;
  }

  private String insert(List<Optional<String>> row) {
    String names = written.stream().map(ColumnPair::sql).collect(Collectors.joining(", "));
    String values = written.stream().map(column -> literal(column, row)).collect(Collectors.joining(", "));
    return "INSERT INTO " + reader.table().sql() + " (" + names + ") VALUES (" + values + ");";
  }

  private String delete(List<Optional<String>> row, long copies) {
    String same = reader.table().columns().stream()
        .map(column -> value(column, row).map(text -> column.kind() == ColumnPair.Kind.json
            ? "CAST(" + column.sql() + " AS CHAR) = " + Sql.text(text)
            : column.kind() == ColumnPair.Kind.floating ? column.exact(Side.target) + " = " + Sql.text(text)
            : column.sql() + " = " + column.literal(text)).orElse(column.sql() + " IS NULL"))
        .collect(Collectors.joining(" AND "));
    return "DELETE FROM " + reader.table().sql() + " WHERE " + same + " LIMIT " + copies + ";";
  }

  private String literal(ColumnPair column, List<Optional<String>> row) {
    return value(column, row).map(column::literal).orElse("NULL");
  }

  private Optional<String> value(ColumnPair column, List<Optional<String>> row) {
    return row.get(reader.table().columns().indexOf(column));
  }
}
