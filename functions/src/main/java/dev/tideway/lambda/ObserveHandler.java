package dev.tideway.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.Announcements;
import dev.tideway.dms.DmsClients;
import dev.tideway.run.Deadline;
import dev.tideway.run.LogContext;
import dev.tideway.run.Measured;
import dev.tideway.run.Measurement;
import dev.tideway.run.Platform;
import dev.tideway.run.Question;
import dev.tideway.run.Run;
import dev.tideway.waiting.DeadExecutions;
import dev.tideway.waiting.DmsSnapshot;
import dev.tideway.waiting.IsolatedTasks;
import dev.tideway.waiting.ProbeAnswer;
import dev.tideway.waiting.Probes;
import dev.tideway.waiting.Tokens;
import dev.tideway.waiting.Wait;
import dev.tideway.waiting.WaitAnswers;
import dev.tideway.waiting.WaitStore;
import dev.tideway.waiting.WaitingClients;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates all open waits at every DMS event and once a minute, since events are best effort. It does not read the content of DMS events, so lost, repeated, late and reordered
 * events only change the delay. It reads only the invocation record of a probe, which answers the one wait that called the probe.
 */
public final class ObserveHandler extends Handler<JsonNode, ObserveHandler.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(ObserveHandler.class);

  /** Time limit for each wait. It is less than the minute until the next evaluation. */
  private static final Duration BUDGET = Duration.ofSeconds(40);

  private static final Set<String> SCHEDULES = Set.of("aws.events", "aws.scheduler");

  private final WaitStore store;
  private final WaitAnswers answers;
  private final WaitingClients.Snapshots snapshots;
  private final DeadExecutions deadExecutions;
  private final Duration budget;

  /** Creates the handler from its function's environment variables. */
  public ObserveHandler() {
    this(
        WaitingClients.waits(),
        WaitingClients.tokens(),
        WaitingClients.probes(),
        WaitingClients.snapshots(DmsClients.client(), DmsClients.cloudWatch(), Platform.clock()),
        Platform.announcements(),
        new DeadExecutions(Platform.locks(), Platform.executions(), Platform.announcements(), WaitingClients.waits(), Platform.clock()),
        BUDGET);
  }

  public ObserveHandler(
      WaitStore store,
      Tokens tokens,
      Probes probes,
      WaitingClients.Snapshots snapshots,
      Announcements announcements,
      DeadExecutions deadExecutions,
      Duration budget) {
    super(JsonNode.class);
    this.store = store;
    this.answers = new WaitAnswers(store, tokens, probes, announcements);
    this.snapshots = snapshots;
    this.deadExecutions = deadExecutions;
    this.budget = budget;
  }

  /**
   * The waits that were evaluated.
   *
   * @param waits open waits
   * @param ages how long each of them has been open
   */
  public record Output(int waits, List<Age> ages) implements Measured {
    @Override
    public List<Measurement> measurements() {
      return ages.stream().map(age -> new Measurement(Measurement.Measure.waitAge, age.seconds(), Optional.of(LogContext.of(age.run(), age.state())))).toList();
    }
  }

  /**
   * How long a wait has been open.
   *
   * @param run the run that waits
   * @param state the state that waits
   * @param seconds how long, in seconds
   */
  public record Age(Run run, String state, long seconds) {}

  @Override
  public Output handle(JsonNode event, Deadline deadline) {
    Optional<ProbeAnswer> answer = ProbeAnswer.in(event);
    if (answer.isPresent()) {
      return receive(answer.get());
    }
    List<Wait> waits = store.all();
    List<Age> ages = List.of();
    try {
      if (!waits.isEmpty()) {
        DmsSnapshot snapshot = snapshots.take(waits);
        ages = waits.stream().map(wait -> new Age(wait.run(), wait.state(), Duration.between(wait.since(), snapshot.now()).toSeconds())).toList();
        IsolatedTasks.each(waits, budget, ObserveHandler::about, wait -> LOG.info("{}: {}", about(wait).label(), answers.settle(wait, snapshot)));
      }
    } finally {
      if (SCHEDULES.contains(event.path("source").asText())) {
        deadExecutions.finish(budget);
      }
    }
    return new Output(waits.size(), ages);
  }

  /** Accepts only the answer to the wait's last question: Lambda may deliver an answer twice, and a lost question is asked again. */
  private Output receive(ProbeAnswer answer) {
    Question question = answer.question();
    Optional<Wait> asking =
        store
            .find(Wait.id(question.run(), question.state()))
            .filter(wait -> wait.asked().filter(asked -> asked.open() && asked.lease().equals(question.lease())).isPresent());
    if (asking.isEmpty()) {
      LOG.info("{} {}: nobody waits for this answer: {}", question.run().migration(), question.state(), answer.verdict().explanation());
      return new Output(0, List.of());
    }
    Wait wait = asking.get();
    LOG.info("{}: {}", about(wait).label(), answers.receive(wait, answer, snapshots.take(List.of(wait))));
    return new Output(1, List.of());
  }

  private static LogContext about(Wait wait) {
    return LogContext.of(wait.run(), wait.state());
  }
}
