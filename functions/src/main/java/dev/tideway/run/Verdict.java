package dev.tideway.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;

/**
 * What the evaluation of a condition or guard found.
 *
 * @param state whether the wait continues
 * @param explanation one line for people: {@code "lag 41 s, limit 5 s, 0 of 3 samples"}
 * @param result for a satisfied wait, the data for the next state; for a wait that continues, {@code percent} if it is known
 */
public record Verdict(State state, String explanation, JsonNode result) {
  /** The three answers. */
  public enum State {
    /** The condition holds. */
    satisfied,
    /** It may hold later. Missing data also gives this answer; it never counts as success. */
    notYet,
    /** It can never hold; the explanation says why. */
    failed
  }

  /** The condition holds. */
  public static Verdict satisfied(String explanation, Object result) {
    return new Verdict(State.satisfied, explanation, Json.tree(result));
  }

  /** Not yet. */
  public static Verdict notYet(String explanation) {
    return new Verdict(State.notYet, explanation, Json.object());
  }

  /** Not yet; the facts go into a progress event. */
  public static Verdict notYet(String explanation, Object facts) {
    return new Verdict(State.notYet, explanation, Json.tree(facts));
  }

  /** It can never hold. */
  public static Verdict failed(String explanation) {
    return new Verdict(State.failed, explanation, Json.object());
  }
}
