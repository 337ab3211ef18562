package dev.tideway.json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of texts, used as short and safe names for things that have no such name. */
public final class Sha256 {
  private Sha256() {}

  /** The 64 hexadecimal digits of the text in UTF-8. */
  public static String hex(String text) {
    return HexFormat.of().formatHex(bytes(text));
  }

  /** The 32 bytes of the text in UTF-8. */
  public static byte[] bytes(String text) {
    return digest().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A digest that is updated piece by piece. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
