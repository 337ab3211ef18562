package dev.tideway.catalog;

import dev.tideway.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A digest of what tables are, without what they hold. */
final class Fingerprint {
  private Fingerprint() {}

  static String of(List<Table> tables) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Table t : tables) {
        digest.update(Json.write(t.bare()).getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
