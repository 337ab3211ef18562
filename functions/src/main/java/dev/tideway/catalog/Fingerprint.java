package dev.tideway.catalog;

import dev.tideway.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A digest of what tables are, without what they hold. */
final class Fingerprint {
  private Fingerprint() {}

  static String of(List<Table> tables) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Table t : tables) {
        Table bare =
            new Table(
                t.id(), t.engine(), t.collation(), 0, 0, Optional.empty(), t.comment(), t.columns(), t.indexes(), t.foreignKeys(), Map.of(),
                t.checks(), t.partitioning());
        digest.update(Json.write(bare).getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
