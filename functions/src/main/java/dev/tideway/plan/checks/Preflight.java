package dev.tideway.plan.checks;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.error.Finding;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.run.Artifact;
import dev.tideway.run.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs all checks. The checks of the two servers run in parallel. A check that fails to run becomes a finding of its own. It never counts as passed and
 * never ends the other checks. A server that does not answer in time becomes a finding, too.
 */
public final class Preflight {
  /** The file that holds the findings. */
  public static final Artifact<List<Finding>> FINDINGS = new Artifact<>("findings-preflight.json", new TypeReference<>() {});

  private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

  /** Connections to each server: enough to use the time of its round trips, and few enough for a busy source. */
  private static final int WORKERS = 2;

  private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(60);

  private final Opener source;
  private final Opener target;
  private final Deadline deadline;

  public Preflight(Opener source, Opener target, Deadline deadline) {
    this.source = source;
    this.target = target;
    this.deadline = deadline;
  }

  /** Opens a connection. */
  @FunctionalInterface
  public interface Opener {
    /** A new connection, which the caller closes. */
    Connection open() throws SQLException;
  }

  /** A check and the list that receives its findings. */
  private record Job(Check check, Check.Ask ask, List<Finding> findings) {}

  /** The findings, in the order of the checks. */
  public List<Finding> look(List<Check> checks, CheckContext context) {
    List<List<Finding>> found = new ArrayList<>();
    Queue<Job> ofSource = new ConcurrentLinkedQueue<>();
    Queue<Job> ofTarget = new ConcurrentLinkedQueue<>();
    for (Check check : checks) {
      List<Finding> mine = new ArrayList<>();
      found.add(mine);
      switch (check) {
        case Check.OfFacts facts -> mine.addAll(facts(facts, context));
        case Check.OfSource asking -> ofSource.add(new Job(asking, asking.ask(), mine));
        case Check.OfTarget asking -> ofTarget.add(new Job(asking, asking.ask(), mine));
      }
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        workers.add(threads.submit(() -> work(source, ofSource, context)));
        workers.add(threads.submit(() -> work(target, ofTarget, context)));
      }
      workers.forEach(Preflight::join);
    }
    return found.stream().flatMap(List::stream).toList();
  }

  private static List<Finding> facts(Check.OfFacts check, CheckContext context) {
    try {
      return check.facts().look(context);
    } catch (RuntimeException e) {
      return List.of(FailedChecks.defect(check.name(), e));
    }
  }

  private static void join(Future<?> worker) {
    try {
      worker.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two checks", e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("a worker of the checks ended", e.getCause());
    }
  }

  private void work(Opener opener, Queue<Job> jobs, CheckContext context) {
    Connection connection = null;
    try {
      for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
        connection = run(opener, connection, job, context).orElse(null);
      }
    } finally {
      close(connection);
    }
  }

  /** The connection for the next check; empty if this check has lost it. */
  private Optional<Connection> run(Opener opener, Connection open, Job job, CheckContext context) {
    Duration free = deadline.left().minus(deadline.reserve());
    if (free.isNegative() || free.isZero()) {
      job.findings().add(FailedChecks.late(job.check().name(), "the time of the function was used up"));
      return Optional.ofNullable(open);
    }
    Connection connection = open;
    try {
      if (connection == null) {
        connection = opener.open();
      }
      ConnectionLimits.set(connection, free.compareTo(LONGEST_STATEMENT) < 0 ? free : LONGEST_STATEMENT);
      job.findings().addAll(job.ask().look(context, connection));
      return Optional.of(connection);
    } catch (SQLException e) {
      LOG.warn("the check \"{}\" failed: {} {}", job.check().name(), e.getErrorCode(), e.getSQLState());
      job.findings().clear();
      job.findings().add(FailedChecks.of(job.check().name(), e));
      if (DatabaseErrors.lost(e)) {
        close(connection);
        return Optional.empty();
      }
      return Optional.ofNullable(connection);
    } catch (RuntimeException e) {
      job.findings().clear();
      job.findings().add(FailedChecks.defect(job.check().name(), e));
      return Optional.ofNullable(connection);
    }
  }

  private static void close(Connection connection) {
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.info("closing a connection failed: {}", e.getSQLState());
    }
  }
}
