package dev.tideway.cutover;

import dev.tideway.cutover.RebaseResult.Rebased;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.model.Column;
import dev.tideway.model.Table;
import dev.tideway.model.rows.ColumnPair;
import dev.tideway.model.rows.TablePair;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sets the target's next AUTO_INCREMENT or AUTO_RANDOM value of one table to the value that the source would use.
 *
 * <p>It uses FORCE, since without it TiDB skips to the end of its cached range, which is too large for a TINYINT or SMALLINT. It also sets the value if the next value is already
 * higher: that value is the end of a node's cached range, and the node still assigns values below it. FORCE makes every node drop its cached range. A second run finds the wanted
 * value and changes nothing.
 */
public final class Rebase {
  private static final Pattern OWN_COUNTER = Pattern.compile("AUTO_ID_CACHE=1\\b");
  private static final Pattern SHARDS = Pattern.compile("SHARD_BITS=(\\d+)");
  private static final Pattern RANDOM = Pattern.compile("PK_AUTO_RANDOM_BITS=(\\d+)(?:, RANGE BITS=(\\d+))?");
  private static final BigInteger TWO_TO_64 = BigInteger.TWO.pow(64);
  private static final int BIGINT_BITS = 64;

  private final Connection source;
  private final Connection target;

  public Rebase(Connection source, Connection target) {
    this.source = source;
    this.target = target;
  }

  /**
   * How the target stores the table.
   *
   * @param clustered whether the primary key is clustered
   * @param sharding TIDB_ROW_ID_SHARDING_INFO
   */
  private record Storage(boolean clustered, String sharding) {}

  /** The column that generates values on the source, if there is one. */
  public static Optional<ColumnPair> column(TablePair table) {
    return table.columns().stream().filter(column -> column.source().autoIncrement()).findFirst();
  }

  /** Sets the next value. Returns empty if the target does not generate the column's values. */
  public Optional<Rebased> rebase(TablePair table, ColumnPair column) throws SQLException {
    Storage storage = storage(table);
    Matcher random = RANDOM.matcher(storage.sharding());
    if (random.find()) {
      return Optional.of(rebase(table, column, storage, Optional.of(counterOf(random, column)), "AUTO_RANDOM_BASE"));
    }
    return column.target().autoIncrement()
        ? Optional.of(rebase(table, column, storage, Optional.empty(), "AUTO_INCREMENT"))
        : Optional.empty();
  }

  private Rebased rebase(TablePair table, ColumnPair column, Storage storage, Optional<BigInteger> counter, String option) throws SQLException {
    Optional<BigInteger> sourceMax = max(source, table, column, counter);
    BigInteger highest = sourceMax.orElse(BigInteger.ZERO).max(max(target, table, column, counter).orElse(BigInteger.ZERO));
    BigInteger wanted = highest.max(hidden(table, storage)).add(BigInteger.ONE).max(sourceNext(table.table()));
    BigInteger limit = counter.orElseGet(() -> limit(column));
    BigInteger before = next(table);
    if (wanted.compareTo(limit) > 0) {
      return new Rebased(table.table().id(), before, before, sourceMax, true);
    }
    if (before.equals(wanted)) {
      return new Rebased(table.table().id(), before, before, sourceMax, false);
    }
    execute("ALTER TABLE " + table.sql() + " FORCE " + option + " = " + wanted);
    BigInteger after = next(table);
    if (!after.equals(wanted)) {
      throw new MigrationFailed(ErrorCode.COUNTER_NOT_RAISED, "the next " + option + " value of " + table.table().id() + " on the target is " + after
          + ", needed " + wanted + "; set it with ALTER TABLE " + table.sql() + " FORCE " + option + " = " + wanted);
    }
    return new Rebased(table.table().id(), before, after, sourceMax, false);
  }

  /** The incrementing bits of an AUTO_RANDOM value. The bits above them are random shard bits; the highest bit is the sign if the type is signed. */
  private static BigInteger counterOf(Matcher random, ColumnPair column) {
    int range = random.group(2) == null ? BIGINT_BITS : Integer.parseInt(random.group(2));
    int sign = column.target().columnType().contains("unsigned") ? 0 : 1;
    return BigInteger.TWO.pow(range - sign - Integer.parseInt(random.group(1))).subtract(BigInteger.ONE);
  }

  /** The source's next value. It may be higher than the highest row: the last rows may have been deleted, and their numbers must not be used again. */
  private BigInteger sourceNext(Table table) throws SQLException {
    try (PreparedStatement statement = source.prepareStatement(
        "SELECT AUTO_INCREMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?")) {
      statement.setString(1, table.id().schema());
      statement.setString(2, table.id().table());
      try (ResultSet rows = statement.executeQuery()) {
        String next = rows.next() ? rows.getString(1) : null;
        return next == null ? BigInteger.ONE : new BigInteger(next);
      }
    }
  }

  private Storage storage(TablePair table) throws SQLException {
    try (PreparedStatement statement = target.prepareStatement(
        "SELECT TIDB_PK_TYPE, TIDB_ROW_ID_SHARDING_INFO FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?")) {
      statement.setString(1, table.table().id().schema());
      statement.setString(2, table.table().id().table());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? new Storage("CLUSTERED".equals(rows.getString(1)), String.valueOf(rows.getString(2))) : new Storage(true, "");
      }
    }
  }

  /**
   * The highest hidden row id, if rows have one and it comes from the same counter (no clustered key, AUTO_ID_CACHE other than 1). A counter below it would give new rows the ids
   * of existing rows.
   */
  private BigInteger hidden(TablePair table, Storage storage) throws SQLException {
    if (storage.clustered() || ownCounter(table)) {
      return BigInteger.ZERO;
    }
    Matcher shards = SHARDS.matcher(storage.sharding());
    // the shard number is in the bits below the sign bit
    String number = shards.find() ? "_tidb_rowid & " + ((1L << (63 - Integer.parseInt(shards.group(1)))) - 1) : "_tidb_rowid";
    return ask("SELECT MAX(" + number + ") FROM " + table.sql(), 1).map(BigInteger::new).orElse(BigInteger.ZERO);
  }

  private boolean ownCounter(TablePair table) throws SQLException {
    return ask("SHOW CREATE TABLE " + table.sql(), 2).filter(OWN_COUNTER.asPredicate()).isPresent();
  }

  private Optional<String> ask(String sql, int column) throws SQLException {
    try (Statement statement = target.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.ofNullable(rows.getString(column)) : Optional.empty();
    }
  }

  private static Optional<BigInteger> max(Connection connection, TablePair table, ColumnPair column, Optional<BigInteger> counter)
      throws SQLException {
    String value = counter.map(bits -> column.sql() + " & " + bits).orElse(column.sql());
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT MAX(" + value + ") FROM " + table.sql())) {
      rows.next();
      return Optional.ofNullable(rows.getString(1)).map(text -> new BigDecimal(text).toBigInteger());
    }
  }

  /**
   * The target's next value. With AUTO_ID_CACHE 1 it is in the column's own row of the result, since hidden row ids, if any, have a separate counter. Otherwise both share one
   * counter, and the larger value of the rows is the next value.
   */
  private BigInteger next(TablePair table) throws SQLException {
    boolean own = ownCounter(table);
    BigInteger next = BigInteger.ONE;
    try (Statement statement = target.createStatement(); ResultSet rows = statement.executeQuery("SHOW TABLE " + table.sql() + " NEXT_ROW_ID")) {
      while (rows.next()) {
        if (own && rows.getString("ID_TYPE").equalsIgnoreCase("_TIDB_ROWID")) {
          continue;
        }
        BigInteger value = new BigInteger(rows.getString("NEXT_GLOBAL_ROW_ID"));
        next = next.max(value.signum() < 0 ? value.add(TWO_TO_64) : value);
      }
    }
    return next;
  }

  /** The largest value that TiDB assigns. TiDB refuses the last value of a BIGINT; after the last value of an unsigned BIGINT it wraps to 0. */
  private static BigInteger limit(ColumnPair column) {
    Column source = column.source();
    boolean unsigned = column.target().columnType().contains("unsigned");
    int bits = switch (column.target().type()) {
      case "tinyint" -> 8;
      case "smallint" -> 16;
      case "mediumint" -> 24;
      case "int", "integer" -> 32;
      case "bigint" -> 64;
      // integers with up to this number of bits are exact
      case "float" -> 25;
      case "double" -> 54;
      default -> throw new MigrationFailed(ErrorCode.COUNTER_NOT_RAISED, "the AUTO_INCREMENT column " + source.name() + " has the type " + column.target().type());
    };
    BigInteger last = BigInteger.TWO.pow(unsigned ? bits : bits - 1).subtract(BigInteger.ONE);
    return bits == BIGINT_BITS ? last.subtract(BigInteger.ONE) : last;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.execute(sql);
    }
  }
}
