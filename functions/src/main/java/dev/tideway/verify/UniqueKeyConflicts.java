package dev.tideway.verify;

import dev.tideway.model.Index;
import dev.tideway.model.Side;
import dev.tideway.model.rows.RowKey;
import dev.tideway.model.rows.TablePair;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the source's rows whose unique values belong to different rows on the target. */
final class UniqueKeyConflicts {
  private final TablePair table;
  private final RowKey key;
  private final DatabasePair sides;

  UniqueKeyConflicts(TablePair table, DatabasePair sides) {
    this.table = table;
    this.key = table.key().orElseThrow();
    this.sides = sides;
  }

  /** Whether the table has unique values besides its key. */
  static boolean possible(TablePair table) {
    return table.key().isPresent() && table.table().indexes().stream().anyMatch(index -> besidesKey(index, table.key().get()));
  }

  private static boolean besidesKey(Index index, RowKey key) {
    return index.unique() && !index.columns().equals(key.names());
  }

  /** A row and its values in the unique index. */
  private record Claim(List<String> key, List<String> values) {}

  Set<List<String>> among(Collection<List<String>> keys) {
    Set<List<String>> conflicts = new HashSet<>();
    for (Index index : table.table().indexes()) {
      if (besidesKey(index, key) && plain(index)) {
        RowKey unique = new RowKey(index.columns().stream().map(table::column).toList(), false);
        List<Claim> claims = claims(unique, keys);
        if (!claims.isEmpty()) {
          conflicts.addAll(heldByDifferentRows(unique, claims));
        }
      }
    }
    return conflicts;
  }

  private static boolean plain(Index index) {
    return index.parts().stream().allMatch(part -> part.column().isPresent() && part.prefix().isEmpty());
  }

  private List<Claim> claims(RowKey unique, Collection<List<String>> keys) {
    String present = unique.columns().stream().map(column -> " AND " + column.sql() + " IS NOT NULL").collect(Collectors.joining());
    String sql = "SELECT " + key.identities(Side.source) + ", " + unique.identities(Side.source) + " FROM " + table.sql() + " WHERE "
        + key.in(Side.source, keys) + present;
    return sides.ask(Side.source, "reading unique values of " + table.table().id(), side -> {
      List<Claim> claims = new ArrayList<>();
      sides.each(side, sql, row -> {
        Claim claim = new Claim(texts(row, 1, key.columns().size()), texts(row, key.columns().size() + 1, unique.columns().size()));
        if (keys.contains(claim.key())) {
          claims.add(claim);
        }
      });
      return claims;
    });
  }

  /** Each value is searched separately: under a lenient collation the row that holds it may print it differently. */
  private Set<List<String>> heldByDifferentRows(RowKey unique, List<Claim> claims) {
    String sql = IntStream.range(0, claims.size())
        .mapToObj(i -> "SELECT " + i + ", " + key.identities(Side.target) + " FROM " + table.sql() + " WHERE "
            + unique.in(Side.target, List.of(claims.get(i).values())))
        .collect(Collectors.joining(" UNION ALL "));
    return sides.ask(Side.target, "looking for unique values of " + table.table().id(), side -> {
      Set<List<String>> held = new HashSet<>();
      sides.each(side, sql, row -> {
        List<String> claimant = claims.get(row.getInt(1)).key();
        if (!texts(row, 2, key.columns().size()).equals(claimant)) {
          held.add(claimant);
        }
      });
      return held;
    });
  }

  private static List<String> texts(ResultSet row, int first, int count) throws SQLException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(row.getString(first + i));
    }
    return texts;
  }
}
