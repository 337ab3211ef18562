package dev.tideway.lambda;

import dev.tideway.dms.ConnectionTests;
import dev.tideway.dms.DmsClients;
import dev.tideway.dms.Sleeper;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** Starts new connection tests from the instance to both endpoints; the wait that follows reads their results. */
public final class TestConnectionsHandler extends RunHandler<TestConnectionsHandler.Input, TestConnectionsHandler.Output> {
  private final ConnectionTests tests;

  /** Creates the handler from its function's environment variables. */
  public TestConnectionsHandler() {
    this(Platform.locks(), DmsClients.client(), Platform.clock(), Sleeper.real());
  }

  public TestConnectionsHandler(Locks locks, DatabaseMigrationClient dms, Clock clock, Sleeper pause) {
    super(Input.class, locks);
    this.tests = new ConnectionTests(dms, clock, pause);
  }

  /** What the state machine passes. */
  public record Input(Run run, String instance, String source, String target) implements OfRun {}

  /**
   * Input of the condition {@code connectionsTested}.
   *
   * @param connections one for each endpoint
   */
  public record Output(List<Tested> connections) {}

  /**
   * One running test.
   *
   * @param endpoint ARN of the endpoint
   * @param instance ARN of the instance
   * @param since when the test began; earlier results belong to an earlier test
   */
  public record Tested(String endpoint, String instance, Instant since) {}

  @Override
  Output work(Input input, Deadline deadline) {
    return new Output(
        Stream.of(input.source(), input.target())
            .map(endpoint -> new Tested(endpoint, input.instance(), tests.start(endpoint, input.instance())))
            .toList());
  }
}
