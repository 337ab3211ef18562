package dev.tideway.waiting;

/** Answers callback tokens. Each answer says whether the token was still waited for. */
public interface Tokens {
  boolean success(String token, Object output);

  boolean failure(String token, String error, String cause);

  boolean heartbeat(String token);
}
