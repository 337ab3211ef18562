package dev.tideway.local.servers;

/**
 * A column as the catalogue describes it.
 *
 * @param dataType the type's name without length, in lower case: {@code varchar}
 * @param columnType the type in full: {@code varchar(20)}
 * @param size how much it holds
 * @param characterSet empty unless it holds text
 * @param json whether the server ensures that it holds JSON
 */
public record ColumnShape(
    String name,
    String dataType,
    String columnType,
    Size size,
    String characterSet,
    boolean nullable,
    boolean generated,
    boolean autoIncrement,
    boolean json) {

  /**
   * How much a column holds.
   *
   * @param length characters or bytes of a string, 0 for other types
   * @param precision digits of a number (bits of a BIT), 0 for other types
   * @param scale digits after the point
   * @param fraction digits of the fractional second
   */
  public record Size(long length, int precision, int scale, int fraction) {}
}
