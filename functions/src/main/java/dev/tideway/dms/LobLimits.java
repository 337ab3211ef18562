package dev.tideway.dms;

import dev.tideway.model.Table;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * LOB mode, LobMaxSize, and the commit rate and parallelism that memory allows. They follow from the longest values measured in the source.
 *
 * <p>In limited LOB mode DMS truncates longer values and only logs it. So the limit is twice the measured length, and at least what a TEXT or BLOB can hold,
 * because values grow while changes are replicated. It is at most what the type can hold. Text counts double once more: DMS stores it as two-byte
 * characters (NCLOB). Memory is about LobMaxSize × CommitRate × LOB columns for each table loaded at once (AWS DMS user guide, "Setting LOB support").
 *
 * @param full full LOB mode: for values longer than limited mode allows
 * @param maxKb LobMaxSize in KB
 * @param commitRate rows of one transfer
 * @param parallel tables loaded at once
 */
record LobLimits(boolean full, int maxKb, int commitRate, int parallel) {
  /** The maximum LobMaxSize of limited LOB mode (AWS DMS user guide). */
  static final int LIMITED_MAX_KB = 102_400;

  /** DMS's default, and the minimum that Tideway sets. */
  static final int LEAST_KB = 32;

  /** DMS's default. */
  static final int COMMIT_RATE = 10_000;

  private static final int LEAST_COMMIT_RATE = 10;

  /** An eighth of the memory of the smallest allowed instance (dms.t3.large, 8 GiB). Cached changes and sorting need the rest. */
  private static final long MEMORY_KB = 1024 * 1024;

  /** The size that a TEXT or BLOB can hold. A limit of that size reduces the rows of a transfer and costs no memory. */
  private static final long ROOM_BYTES = 65_535;

  private static final Set<String> TEXT = Set.of("tinytext", "text", "mediumtext", "longtext", "json");

  private static final Map<String, Long> TYPE_MAX_BYTES =
      Map.of("tinytext", 255L, "tinyblob", 255L, "text", 65_535L, "blob", 65_535L, "mediumtext", 16_777_215L, "mediumblob", 16_777_215L);

  static LobLimits of(List<Table> tables, int maxLoadTables) {
    long neededKb =
        tables.stream()
            .flatMap(t -> t.lobMaxima().entrySet().stream().map(e -> neededKb(t.column(e.getKey()).type(), e.getValue())))
            .max(Long::compare)
            .orElse(0L);
    int columns = Math.max(1, tables.stream().map(Table::lobMaxima).map(Map::keySet).mapToInt(Collection::size).max().orElse(0));
    boolean full = neededKb > LIMITED_MAX_KB;
    int maxKb = full ? LIMITED_MAX_KB : (int) Math.max(LEAST_KB, neededKb);
    long affordableRows = MEMORY_KB / ((long) maxKb * columns);
    int parallel = Math.clamp(affordableRows / LEAST_COMMIT_RATE, 1, maxLoadTables);
    int rate = Math.clamp(affordableRows / parallel, 1, COMMIT_RATE);
    return new LobLimits(full, maxKb, rate, parallel);
  }

  private static long neededKb(String type, long measuredBytes) {
    long bytes = Math.min(Math.max(2 * measuredBytes, ROOM_BYTES), TYPE_MAX_BYTES.getOrDefault(type, Long.MAX_VALUE));
    return Math.ceilDiv(TEXT.contains(type) ? 2 * bytes : bytes, 1024);
  }
}
