package dev.tideway.cutover;

import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.Locks;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Databases;
import dev.tideway.json.Json;
import dev.tideway.request.Migration;
import dev.tideway.request.Run;
import dev.tideway.waiting.Question;
import dev.tideway.waiting.Verdict;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;

/** Says whether the source is frozen. Evaluates the condition "frozen" for the wait in Cutover, and notes the freeze. */
public final class ProbeFreezeFunction extends JsonFunction<Question, Verdict> {
  private static final Duration STILLNESS = Duration.ofMillis(500);

  private final ObjectStore objects;
  private final Locks locks;
  private final Databases databases;

  /** For Lambda. */
  public ProbeFreezeFunction() {
    this(Platform.objects(), Platform.locks(), new Databases(Platform.secrets()));
  }

  ProbeFreezeFunction(ObjectStore objects, Locks locks, Databases databases) {
    super(Question.class);
    this.objects = objects;
    this.locks = locks;
    this.databases = databases;
  }

  @Override
  protected Verdict handle(Question question, Deadline deadline) {
    Run run = question.run();
    locks.check(run.migration(), run.execution(), run.fence());
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    Optional<Freeze> before = objects.find(run.key(Freeze.FILE), Freeze.class);
    Verdict verdict = DatabaseErrors.during("looking whether the source is frozen", () -> {
      try (Connection source = databases.read(migration.source())) {
        return new FreezeProbe(source, STILLNESS).probe(migration.cutover().freeze(), before);
      }
    });
    if (verdict.state() == Verdict.State.satisfied) {
      objects.putJson(run.key(Freeze.FILE), Json.convert(verdict.result(), Freeze.class));
    }
    return verdict;
  }
}
