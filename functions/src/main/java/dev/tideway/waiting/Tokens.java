package dev.tideway.waiting;

import dev.tideway.json.Json;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.TaskDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/** Answers callback tokens. Each method returns whether a state was still waiting for the token. */
public interface Tokens {
  boolean success(String token, Object output);

  boolean failure(String token, String error, String cause);

  boolean heartbeat(String token);

  /** Answers callback tokens of Step Functions. */
  final class StepFunctions implements Tokens {
    private final SfnClient sfn;

    StepFunctions(SfnClient sfn) {
      this.sfn = sfn;
    }

    @Override
    public boolean success(String token, Object output) {
      return send(() -> sfn.sendTaskSuccess(r -> r.taskToken(token).output(Json.write(output))));
    }

    @Override
    public boolean failure(String token, String error, String cause) {
      return send(() -> sfn.sendTaskFailure(r -> r.taskToken(token).error(error).cause(cause)));
    }

    @Override
    public boolean heartbeat(String token) {
      return send(() -> sfn.sendTaskHeartbeat(r -> r.taskToken(token)));
    }

    /** The three errors mean that no state waits for the token any more: it was already answered, it timed out, or the execution has ended. */
    private static boolean send(Runnable call) {
      try {
        call.run();
        return true;
      } catch (TaskTimedOutException | TaskDoesNotExistException | InvalidTokenException e) {
        return false;
      }
    }
  }
}
