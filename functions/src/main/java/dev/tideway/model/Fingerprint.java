package dev.tideway.model;

import dev.tideway.json.Json;
import dev.tideway.json.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** A digest of the definitions of tables, without their contents. */
public final class Fingerprint {
  private Fingerprint() {}

  public static String of(List<Table> tables) {
    MessageDigest digest = Sha256.digest();
    for (Table t : tables) {
      digest.update(Json.write(t.bare()).getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
