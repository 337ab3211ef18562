package dev.tideway.verify;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.error.LockLost;
import dev.tideway.json.Json;
import dev.tideway.lambda.JudgeVerificationHandler;
import dev.tideway.lambda.JudgeVerificationHandler.Again;
import dev.tideway.lambda.JudgeVerificationHandler.Compared;
import dev.tideway.lambda.JudgeVerificationHandler.Failed;
import dev.tideway.lambda.JudgeVerificationHandler.Output;
import dev.tideway.run.Locks;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.testing.MemoryLocks;
import dev.tideway.testing.MemoryObjects;
import dev.tideway.verify.Rounds.BatchResult;
import dev.tideway.verify.Rounds.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How the judge reports batches that ended without a result, from the files that the Map's ResultWriter writes. */
class FailedBatchesTest {
  private static final Run RUN = new Run("m", "e", 1, "migrations/m/e");
  private static final String BUSY = "dev.tideway.error.TransientFailure";
  private static final String REFUSED = "dev.tideway.error.MigrationFailed";

  private final MemoryObjects objects = new MemoryObjects();
  private final MemoryLocks locks = new MemoryLocks();
  private final List<Object> succeeded = new ArrayList<>();
  private final List<Object> failed = new ArrayList<>();

  FailedBatchesTest() {
    locks.acquire("m", "e", "subject", "migrations/m/e");
  }

  private static Item item(int batch) {
    return new Item(RUN, "full-1", batch);
  }

  private void compared(int batch) {
    new Workspace(objects, RUN).write(Rounds.result("full-1", batch), new BatchResult(batch, true, List.of(), Instant.EPOCH, Map.of(), Optional.empty()));
    succeeded.add(Map.of("Input", Json.write(item(batch)), "Output", "{\"rows\":1,\"mismatches\":0}", "Status", "SUCCEEDED"));
  }

  private void caught(int batch, String error, String cause) {
    succeeded.add(Map.of("Input", Json.write(item(batch)), "Output", Json.write(Map.of("Error", error, "Cause", cause)), "Status", "SUCCEEDED"));
  }

  private Output judge(int again) {
    objects.putJson("map/SUCCEEDED_0.json", succeeded);
    objects.putJson("map/FAILED_0.json", failed);
    objects.putJson(
        "map/manifest.json",
        Map.of(
            "DestinationBucket", "b",
            "ResultFiles",
            Map.of(
                "FAILED", List.of(Map.of("Key", "map/FAILED_0.json", "Size", 1)),
                "PENDING", List.of(),
                "SUCCEEDED", List.of(Map.of("Key", "map/SUCCEEDED_0.json", "Size", 1)))));
    return new JudgeVerificationHandler(objects, locks)
        .handle(new JudgeVerificationHandler.Input(RUN, "full-1", Optional.of(new Compared(again, "map/manifest.json"))), () -> Duration.ofMinutes(10));
  }

  @Test
  void reportsTheFirstErrorThatDoesNotPassUnchanged() {
    compared(0);
    caught(1, BUSY, "{\"errorMessage\":\"TW-E002: busy\"}");
    caught(3, "Runtime.ExitError", "exit status 1");
    caught(2, REFUSED, "{\"errorMessage\":\"TW-E032: error 1045\"}");
    assertThat(judge(0)).isEqualTo(new Failed("failed", REFUSED, "{\"errorMessage\":\"TW-E032: error 1045\"}"));
  }

  @Test
  void hasOnlyTheBatchesWithoutAResultComparedAgain() {
    compared(0);
    caught(1, BUSY, "");
    compared(2);
    caught(2, BUSY, "its answer was lost, its result was not");
    caught(3, "Lambda.TooManyRequestsException", "");
    assertThat(judge(0)).isEqualTo(new Again("again", "migrations/m/e/verify/full-1/items-again-1.json"));
    assertThat(objects.read("migrations/m/e/verify/full-1/items-again-1.json", new TypeReference<List<Item>>() {})).containsExactly(item(1), item(3));
  }

  @Test
  void givesUpOnWhatDoesNotPassAfterAll() {
    caught(1, BUSY, "TW-E002: still busy");
    assertThat(judge(1)).isInstanceOf(Again.class);
    assertThat(judge(2)).isEqualTo(new Failed("failed", BUSY, "TW-E002: still busy"));
  }

  @Test
  void reportsAnErrorThatNoStateOfTheBatchCouldCatch() {
    compared(0);
    failed.add(Map.of("Input", Json.write(item(1)), "Error", "States.DataLimitExceeded", "Cause", "too large", "Status", "FAILED"));
    assertThat(judge(0)).isEqualTo(new Failed("failed", "States.DataLimitExceeded", "too large"));
  }

  @Test
  void reportsALostLockBeforeAllOtherErrors() {
    caught(0, BUSY, "");
    locks.release("m", 1, Locks.Status.failed);
    locks.acquire("m", "another", "subject", "migrations/m/another");
    assertThatThrownBy(() -> judge(0)).isInstanceOf(LockLost.class);
  }
}
