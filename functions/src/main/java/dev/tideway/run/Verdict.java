package dev.tideway.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;

/**
 * What the evaluation of a condition or guard found.
 *
 * @param state whether the wait goes on
 * @param explanation one line for people: {@code "lag 41 s, limit 5 s, 0 of 3 samples"}
 * @param result what a satisfied wait hands to the next state; for one that goes on {@code percent}, where there is such a figure
 */
public record Verdict(State state, String explanation, JsonNode result) {
  /** The three answers. */
  public enum State {
    /** The condition holds. */
    satisfied,
    /** It may hold later. Also the answer for missing data: silence is never success. */
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

  /** Never. */
  public static Verdict failed(String explanation) {
    return new Verdict(State.failed, explanation, Json.object());
  }
}
