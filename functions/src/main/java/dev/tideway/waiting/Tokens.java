package dev.tideway.waiting;

/** Answers callback tokens. Each method returns whether a state was still waiting for the token. */
public interface Tokens {
  boolean success(String token, Object output);

  boolean failure(String token, String error, String cause);

  boolean heartbeat(String token);
}
