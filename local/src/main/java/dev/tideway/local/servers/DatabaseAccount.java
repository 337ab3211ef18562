package dev.tideway.local.servers;

import java.security.SecureRandom;
import java.util.HexFormat;

/** A database user and its password. */
public record DatabaseAccount(String user, String password) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** An account with a fresh random password of hexadecimal digits. */
  static DatabaseAccount withRandomPassword(String user) {
    byte[] bytes = new byte[12];
    RANDOM.nextBytes(bytes);
    return new DatabaseAccount(user, HexFormat.of().formatHex(bytes));
  }

  /** Does not contain the password: accounts appear in log lines. */
  @Override
  public String toString() {
    return user;
  }
}
