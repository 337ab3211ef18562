package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.SecretReader;
import dev.tideway.error.ErrorCode;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Databases;
import dev.tideway.model.Inventory;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.Platform;
import dev.tideway.run.Question;
import dev.tideway.run.Run;
import dev.tideway.run.Verdict;
import dev.tideway.schema.Budget;
import dev.tideway.schema.IndexAttempt;
import dev.tideway.schema.IndexBuild;
import dev.tideway.schema.IndexProgress;
import dev.tideway.schema.SchemaPlan;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** Goes on with the index build for a moment and says whether every planned index exists. */
public final class ProbeIndexesHandler extends Handler<Question, Verdict> {
  /** One slice; the next one follows at once. A migration that ends meanwhile is built for no longer. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final ObjectStore objects;
  private final SecretReader secrets;
  private final Locks locks;

  /** As Lambda makes it. */
  public ProbeIndexesHandler() {
    this(Platform.objects(), Platform.secrets(), Platform.locks());
  }

  public ProbeIndexesHandler(ObjectStore objects, SecretReader secrets, Locks locks) {
    super(Question.class);
    this.objects = objects;
    this.secrets = secrets;
    this.locks = locks;
  }

  @Override
  public Verdict handle(Question question, Deadline deadline) {
    Run run = question.run();
    locks.check(run.migration(), run.execution(), run.fence());
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    SchemaPlan plan = objects.read(run.key(SchemaPlan.FILE), SchemaPlan.class);
    Inventory inventory = objects.read(run.key(Inventory.FILE), Inventory.class);
    IndexAttempt attempt = objects.read(run.key(BuildIndexesHandler.ATTEMPT), IndexAttempt.class);
    Databases databases = new Databases(secrets);
    try {
      IndexProgress progress =
          new IndexBuild(() -> databases.write(migration.target()), plan, inventory, run, objects, attempt, migration.indexes().atOnce())
              .step(Budget.within(deadline, deadline.reserve(), LONGEST));
      if (progress.failure().isPresent()) {
        throw progress.failure().get();
      }
      return progress.complete()
          ? Verdict.satisfied(progress.explanation(), Map.of("indexes", progress.done(), "postponed", progress.postponed().size()))
          : Verdict.notYet(progress.explanation(), Map.of("percent", progress.percent()));
    } catch (SQLException e) {
      throw DatabaseErrors.of(ErrorCode.INDEX_NOT_BUILT, "building indexes failed", e);
    }
  }
}
