package dev.tideway.schema.drift;

/**
 * One way in which the target's schema is not what it must be.
 *
 * @param aspect what differs
 * @param object which: {@code schema.table}, {@code schema.table.column}, {@code schema.table.index}, {@code schema.view}
 * @param planned what it must be; {@link #NOTHING} if it must not be there
 * @param found what the target has; {@link #NOTHING} if it is missing
 */
public record Difference(Aspect aspect, String object, String planned, String found) {
  /** Stands for an object that is not there. */
  public static final String NOTHING = "nothing";

  /** What can differ. */
  public enum Aspect {
    /** A database's default collation. */
    database(false),
    /** A table that is missing. */
    table(true),
    /** A column that is missing or too many. */
    column(true),
    /** The columns' order, which positional inserts depend on. */
    order(true),
    /** A column's type. */
    type(true),
    /** A column's character set or collation. */
    text(true),
    /** Whether a column takes NULL. */
    nullability(true),
    /** A column's default. */
    defaultValue(false),
    /** ON UPDATE CURRENT_TIMESTAMP. */
    onUpdate(false),
    /** A generated column's expression, or whether it is stored. */
    generated(false),
    /** AUTO_INCREMENT or AUTO_RANDOM. */
    counter(true),
    /** A comment. */
    comment(false),
    /** Whether {@code SELECT *} or the optimizer leaves it out. */
    visibility(false),
    /** The primary key or a unique index: missing, too many, or over other parts. */
    uniqueness(true),
    /** Any other index: missing, too many, or over other parts. */
    index(false),
    /** The order of an index's part. */
    direction(false),
    /** Whether an index is clustered, or global. */
    storage(false),
    /** A foreign key. */
    foreignKey(false),
    /** A CHECK constraint. */
    check(false),
    /** Partitions. */
    partitions(false),
    /** A table option, for example its default collation or AUTO_ID_CACHE. */
    option(false),
    /** A view. */
    view(false);

    private final boolean touchesRows;

    Aspect(boolean touchesRows) {
      this.touchesRows = touchesRows;
    }
  }

  /** Whether rows may be refused, changed or taken twice because of it; other differences cost speed, rules or words. */
  public boolean touchesRows() {
    return aspect.touchesRows;
  }

  /** One line for people. */
  public String line() {
    return object + " (" + aspect + "): planned " + planned + ", found " + found;
  }
}
