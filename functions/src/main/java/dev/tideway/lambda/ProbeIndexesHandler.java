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
import dev.tideway.run.Verdict;
import dev.tideway.run.Workspace;
import dev.tideway.schema.IndexAttempt;
import dev.tideway.schema.IndexBuild;
import dev.tideway.schema.IndexProgress;
import dev.tideway.schema.SchemaPlan;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** Continues the index build for one slice and returns whether every planned index exists. */
public final class ProbeIndexesHandler extends FilesHandler<Question, Verdict> {
  /** Length of one slice. The next one follows at once. If the migration ends meanwhile, the build continues for no longer than this. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final SecretReader secrets;

  /** Creates the handler from its function's environment variables. */
  public ProbeIndexesHandler() {
    this(Platform.objects(), Platform.secrets(), Platform.locks());
  }

  public ProbeIndexesHandler(ObjectStore objects, SecretReader secrets, Locks locks) {
    super(Question.class, objects, locks);
    this.secrets = secrets;
  }

  @Override
  Verdict work(Question question, Workspace files, Deadline deadline) {
    Migration migration = files.migration();
    SchemaPlan plan = files.read(SchemaPlan.FILE);
    Inventory inventory = files.read(Inventory.FILE);
    IndexAttempt attempt = files.read(BuildIndexesHandler.ATTEMPT);
    Databases databases = new Databases(secrets);
    try {
      IndexProgress progress =
          new IndexBuild(() -> databases.write(migration.target()), plan, inventory, files, attempt, migration.indexes().atOnce())
              .step(deadline.within(deadline.reserve(), LONGEST));
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
