package dev.tideway.schema.drift;

/**
 * One difference between the target's schema and the schema that it must have.
 *
 * @param aspect what differs
 * @param object the object: {@code schema.table}, {@code schema.table.column}, {@code schema.table.index}, {@code schema.view}
 * @param planned what it must be; {@link #NOTHING} if it must not exist
 * @param found what the target has; {@link #NOTHING} if it is missing
 */
public record Difference(Aspect aspect, String object, String planned, String found) {
  /** The text for an object that does not exist. */
  public static final String NOTHING = "nothing";

  /** What can differ. */
  public enum Aspect {
    /** A database's default collation. */
    database(false),
    /** A column that is missing, or that must not exist. */
    table(true),
    /** The columns' order, on which positional inserts depend. */
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
    /** The primary key or a unique index: missing, not planned, or with different parts. */
    uniqueness(true),
    /** Any other index: missing, not planned, or with different parts. */
    index(false),
    /** The order of a part of an index. */
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

  /** Whether the difference can cause rows to be refused, changed or accepted twice. Other differences affect speed, rules or texts. */
  public boolean touchesRows() {
    return aspect.touchesRows;
  }

  /** One line for people. */
  public String line() {
    return object + " (" + aspect + "): planned " + planned + ", found " + found;
  }
}
