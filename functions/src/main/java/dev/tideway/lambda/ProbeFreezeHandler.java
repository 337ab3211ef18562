package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.cutover.Freeze;
import dev.tideway.cutover.FreezeProbe;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Databases;
import dev.tideway.json.Json;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.Platform;
import dev.tideway.run.Question;
import dev.tideway.run.Verdict;
import dev.tideway.run.Workspace;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;

/** Returns whether the source is frozen. Evaluates the condition "frozen" for the wait in Cutover, and records the freeze. */
public final class ProbeFreezeHandler extends FilesHandler<Question, Verdict> {
  private static final Duration STILLNESS = Duration.ofMillis(500);

  private final Databases databases;

  /** Creates the handler from its function's environment variables. */
  public ProbeFreezeHandler() {
    this(Platform.objects(), Platform.locks(), new Databases(Platform.secrets()));
  }

  public ProbeFreezeHandler(ObjectStore objects, Locks locks, Databases databases) {
    super(Question.class, objects, locks);
    this.databases = databases;
  }

  @Override
  Verdict work(Question question, Workspace files, Deadline deadline) {
    Migration migration = files.migration();
    Optional<Freeze> before = files.find(Freeze.FILE);
    Verdict verdict = DatabaseErrors.during("looking whether the source is frozen", () -> {
      try (Connection source = databases.read(migration.source())) {
        return new FreezeProbe(source, STILLNESS).probe(migration.cutover().freeze(), before);
      }
    });
    if (verdict.state() == Verdict.State.satisfied) {
      files.write(Freeze.FILE, Json.convert(verdict.result(), Freeze.class));
    }
    return verdict;
  }
}
