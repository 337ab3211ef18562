package dev.tideway.waiting;

import dev.tideway.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tokens that record their answers; after their end they accept none. Several threads may answer. */
public final class FakeTokens implements Tokens {
  public final List<String> answers = new CopyOnWriteArrayList<>();
  public final Set<String> ended = ConcurrentHashMap.newKeySet();

  /** Why Step Functions accepts no answer, as long as it accepts none. */
  public Optional<RuntimeException> refusal = Optional.empty();

  @Override
  public boolean success(String token, Object output) {
    return answer(token, "success " + token + " " + Json.write(output), true);
  }

  @Override
  public boolean failure(String token, String error, String cause) {
    return answer(token, "failure " + token + " " + error + " " + cause, true);
  }

  @Override
  public boolean heartbeat(String token) {
    return answer(token, "heartbeat " + token, false);
  }

  private boolean answer(String token, String text, boolean last) {
    if (ended.contains(token)) {
      return false;
    }
    refusal.ifPresent(refused -> {
      throw refused;
    });
    answers.add(text);
    if (last) {
      ended.add(token);
    }
    return true;
  }
}
