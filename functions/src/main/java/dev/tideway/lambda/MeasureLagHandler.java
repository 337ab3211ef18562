package dev.tideway.lambda;

import dev.tideway.aws.DmsLag;
import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.DmsClients;
import dev.tideway.dms.LagReader;
import dev.tideway.dms.ObservedLag;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import java.time.Clock;
import java.util.List;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/**
 * Records the replication lag before a full verification. A difference may only be late for that long. The functions that compare rows cannot read the lag: inside the VPC they
 * reach neither DMS nor CloudWatch.
 */
public final class MeasureLagHandler extends FilesHandler<MeasureLagHandler.Input, ObservedLag> {
  private final LagReader lag;

  /** Creates the handler from its function's environment variables. */
  public MeasureLagHandler() {
    this(Platform.objects(), Platform.locks(), DmsClients.client(), new DmsLag(DmsClients.cloudWatch(), DmsLag.period()), Platform.clock());
  }

  public MeasureLagHandler(ObjectStore objects, Locks locks, DatabaseMigrationClient dms, DmsLag lag, Clock clock) {
    super(Input.class, objects, locks);
    this.lag = new LagReader(dms, lag, clock);
  }

  /** What the state machine passes. */
  public record Input(Run run, List<String> tasks, String round) implements OfRun {}

  @Override
  ObservedLag work(Input input, Workspace files, Deadline deadline) {
    // the number of low samples after which replication counts as caught up
    int samples = files.migration().cutover().lagSamples();
    ObservedLag observed = lag.of(input.tasks(), samples);
    files.write(ObservedLag.file(input.round()), observed);
    return observed;
  }
}
