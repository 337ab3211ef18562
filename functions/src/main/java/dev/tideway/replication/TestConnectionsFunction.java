package dev.tideway.replication;

import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.Locks;
import dev.tideway.aws.Platform;
import dev.tideway.request.Run;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** Starts fresh connection tests from the instance to both endpoints; the wait that follows reads their results. */
public final class TestConnectionsFunction extends JsonFunction<TestConnectionsFunction.Input, TestConnectionsFunction.Output> {
  private final Locks locks;
  private final ConnectionTests tests;

  /** Wires the function from its environment. */
  public TestConnectionsFunction() {
    this(Platform.locks(), Dms.client(), Platform.clock(), Pause.real());
  }

  TestConnectionsFunction(Locks locks, DatabaseMigrationClient dms, Clock clock, Pause pause) {
    super(Input.class);
    this.locks = locks;
    this.tests = new ConnectionTests(dms, clock, pause);
  }

  /** What the state machine passes. */
  public record Input(Run run, String instance, String source, String target) {}

  /**
   * What the condition {@code connectionsTested} takes.
   *
   * @param connections one for each endpoint
   */
  public record Output(List<Tested> connections) {}

  /**
   * One test under way.
   *
   * @param endpoint ARN of the endpoint
   * @param instance ARN of the instance
   * @param since when the test began: results from before are not its own
   */
  public record Tested(String endpoint, String instance, Instant since) {}

  @Override
  protected Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    locks.check(run.migration(), run.execution(), run.fence());
    return new Output(
        Stream.of(input.source(), input.target())
            .map(endpoint -> new Tested(endpoint, input.instance(), tests.start(endpoint, input.instance())))
            .toList());
  }
}
