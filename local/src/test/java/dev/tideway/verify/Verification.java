package dev.tideway.verify;

import dev.tideway.fixture.Pair;
import dev.tideway.lambda.ChunkHandler;
import dev.tideway.lambda.JudgeVerificationHandler;
import dev.tideway.lambda.VerifyChunksHandler;
import dev.tideway.run.Deadline;
import dev.tideway.run.Migration;
import dev.tideway.verify.Rounds.Item;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A round from its chunks to its verdict, as the state machine runs it, with shorter pauses. */
final class Verification {
  static final Deadline PLENTY = () -> Duration.ofMinutes(14);
  private static final RecheckPolicy SHORT = RecheckPolicy.every(List.of(Duration.ofMillis(50)), Duration.ofMillis(60), 6);

  private final Pair pair;
  private final RecheckPolicy policy;
  private int round;

  Verification(Pair pair) {
    this(pair, SHORT);
  }

  Verification(Pair pair, RecheckPolicy policy) {
    this.pair = pair;
    this.policy = policy;
  }

  VerificationResult full() {
    return round("full-" + ++round);
  }

  VerificationResult round(String name) {
    chunks(name);
    items(name).forEach(this::compare);
    return judge(name);
  }

  ChunkHandler.Output chunks(String name) {
    pair.inventory();
    return new ChunkHandler(pair.objects(), pair.lock(), pair.databases()).handle(new ChunkHandler.Input(pair.run(), name), PLENTY);
  }

  List<Item> items(String name) {
    return pair.files().read(Rounds.items(name));
  }

  VerifyChunksHandler.Output compare(Item item) {
    return compare(item, PLENTY);
  }

  VerifyChunksHandler.Output compare(Item item, Deadline deadline) {
    return new VerifyChunksHandler(pair.objects(), pair.lock(), pair.databases(), Optional.of(policy))
        .handle(new VerifyChunksHandler.Input(item.run(), item.round(), item.batch()), deadline);
  }

  VerificationResult judge(String name) {
    new JudgeVerificationHandler(pair.objects(), pair.lock()).handle(new JudgeVerificationHandler.Input(pair.run(), name, Optional.empty()), PLENTY);
    return pair.files().read(VerificationResult.file(name));
  }

  Verification chunkRows(int rows) {
    pair.migration(rows, Migration.Freeze.readOnly, List.of());
    return this;
  }
}
