package dev.tideway.verify;

/**
 * What a comparison found, counted in rows: of a chunk, and added up of a table.
 *
 * @param missing rows the target lacks
 * @param extra rows that only the target has
 * @param changed rows that differ
 * @param cascaded rows that a foreign key's cascade explains; the cutover repairs them and the final round checks them again
 * @param busy rows that kept changing
 * @param truncated whether there are more mismatches than were counted
 * @param rounded whether some FLOAT or DOUBLE values agree only in the digits that their types promise
 */
public record Differences(long missing, long extra, long changed, long cascaded, long busy, boolean truncated, boolean rounded) {
  /** The mismatches of all kinds. */
  public long mismatches() {
    return missing + extra + changed;
  }

  /** The differences of both. */
  Differences plus(Differences more) {
    return new Differences(
        missing + more.missing,
        extra + more.extra,
        changed + more.changed,
        cascaded + more.cascaded,
        busy + more.busy,
        truncated || more.truncated,
        rounded || more.rounded);
  }
}
