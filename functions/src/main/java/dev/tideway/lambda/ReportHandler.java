package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.cutover.CascadeResult;
import dev.tideway.cutover.Freeze;
import dev.tideway.cutover.RebaseResult;
import dev.tideway.dms.KeylessLoad;
import dev.tideway.dms.LoadResult;
import dev.tideway.dms.UsedInstance;
import dev.tideway.error.MigrationFailed;
import dev.tideway.operations.Report;
import dev.tideway.plan.Estimates;
import dev.tideway.run.Artifact;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.schema.Drift;
import dev.tideway.schema.DuplicateKeys;
import dev.tideway.schema.Orphans;
import dev.tideway.verify.VerificationResult;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes {@code report.json} and {@code report.html}: what happened, what is verified, which resources exist, and the next steps. */
public final class ReportHandler extends Handler<ReportHandler.Input, ReportHandler.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(ReportHandler.class);

  private final ObjectStore objects;
  private final Locks locks;
  private final Clock clock;

  /** Creates the handler from its function's environment variables. */
  public ReportHandler() {
    this(Platform.objects(), Platform.locks(), Platform.clock());
  }

  public ReportHandler(ObjectStore objects, Locks locks, Clock clock) {
    super(Input.class);
    this.objects = objects;
    this.locks = locks;
    this.clock = clock;
  }

  /**
   * The execution to report on.
   *
   * @param run the run
   * @param status how it ended
   * @param started when the execution started
   * @param failure what happened, if it failed
   */
  public record Input(Run run, Locks.Status status, Instant started, Optional<Report.Failure> failure) {}

  /** The report's keys and its main figures. */
  public record Output(
      String report,
      String json,
      Locks.Status status,
      int tables,
      long rows,
      long mismatches,
      double seconds,
      Optional<Double> writeDowntimeSeconds,
      long keptInAws) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    Workspace files = new Workspace(objects, run);
    Optional<Locks.Lock> lock = locks.find(run.migration());
    Report report =
        Report.of(
            new Report.Files(
                new Report.Ending(run, input.status(), input.started(), clock.instant(), lock.filter(l -> l.fence() == run.fence()).map(Locks.Lock::phases).orElse(List.of()), input.failure()),
                part(files, UsedInstance.FILE),
                part(files, LoadResult.FILE),
                verifiedTables(files),
                new Report.Switch(part(files, Freeze.FILE), part(files, KeylessLoad.FILE), part(files, CascadeResult.FILE), part(files, RebaseResult.FILE)),
                new Report.SchemaState(
                    part(files, Drift.file(Drift.Moment.index)),
                    part(files, Drift.file(Drift.Moment.finish)),
                    part(files, Orphans.FILE),
                    part(files, DuplicateKeys.FILE)),
                lock.map(Locks.Lock::resources).orElse(Set.of()),
                part(files, Estimates.FILE)));
    files.write(Report.FILE, report);
    files.write(Report.PAGE, report.html());
    return new Output(
        files.key(Report.PAGE),
        files.key(Report.FILE),
        report.status(),
        report.tables().size(),
        report.rows(),
        report.mismatches(),
        report.seconds(),
        report.writeDowntimeSeconds(),
        report.keptInAws().size());
  }

  /** The newest result of each table. Full verifications cover every table; the final one covers the tables that changed afterwards. */
  private static List<Report.VerifiedTable> verifiedTables(Workspace files) {
    Map<String, Report.VerifiedTable> tables = new TreeMap<>();
    VerificationResult.all(files).stream()
        .flatMap(file -> part(files, file).stream())
        .sorted(Comparator.comparing(VerificationResult::verifiedAt))
        .forEach(
            result ->
                result
                    .tables()
                    .forEach(
                        t ->
                            tables.put(
                                t.table().toString(),
                                new Report.VerifiedTable(t.table().toString(), t.rows(), t.mismatches(), t.found().busy(), result.verifiedAt()))));
    return List.copyOf(tables.values());
  }

  /** A part of the report, if it can be read: a file that cannot must not cost the whole report, which may be about that very file. */
  private static <T> Optional<T> part(Workspace files, Artifact<T> file) {
    try {
      return files.find(file);
    } catch (MigrationFailed e) {
      LOG.warn("the report is written without {}: {}", file.name(), e.getMessage());
      return Optional.empty();
    }
  }
}
