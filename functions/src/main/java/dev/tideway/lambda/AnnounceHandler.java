package dev.tideway.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.Announcements;
import dev.tideway.aws.Announcements.Importance;
import dev.tideway.json.Json;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Measured;
import dev.tideway.run.Measurement;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Records that a phase has begun, and publishes a progress event. */
public final class AnnounceHandler extends RunHandler<AnnounceHandler.Input, AnnounceHandler.Output> {
  private final Locks locks;
  private final Announcements announcements;
  private final Clock clock;

  /** Creates the handler from its function's environment variables. */
  public AnnounceHandler() {
    this(Platform.locks(), Platform.announcements(), Platform.clock());
  }

  public AnnounceHandler(Locks locks, Announcements announcements, Clock clock) {
    super(Input.class, locks);
    this.locks = locks;
    this.announcements = announcements;
    this.clock = clock;
  }

  /**
   * What the state machine passes.
   *
   * @param run the run
   * @param phase the phase
   * @param began when the phase began; empty for a message within a phase
   * @param facts figures and short texts, never row values
   */
  public record Input(Run run, String phase, Optional<Instant> began, Optional<JsonNode> facts) implements OfRun {}

  /**
   * The figure of the announcement that belongs to the whole migration.
   *
   * @param writeDowntimeSeconds from the freeze to "switch now", once that is announced
   */
  public record Output(Optional<Double> writeDowntimeSeconds) implements Measured {
    @Override
    public List<Measurement> measurements() {
      return writeDowntimeSeconds.map(seconds -> new Measurement(Measurement.Measure.writeDowntime, seconds)).stream().toList();
    }
  }

  @Override
  boolean onlyCompares() {
    return true;
  }

  @Override
  Output work(Input input, Deadline deadline) {
    Run run = input.run();
    JsonNode facts = input.facts().orElseGet(Json::object);
    // the lock keeps the phase that failed: the next execution, and people who read the lock, need to know it
    if (run.locked() && !input.phase().equals("Fail")) {
      locks.phase(run.migration(), run.fence(), input.phase());
      input.began().ifPresent(began -> locks.began(run.migration(), run.fence(), new Locks.PhaseStart(input.phase(), began)));
    }
    announcements.publish(
        new Announcements.Progress(
            run.migration(), run.execution(), input.phase(), importance(input.phase(), facts), facts, clock.instant()));
    // the report of a finished migration has the same figure
    return new Output(input.phase().equals("Switch") ? Optional.ofNullable(facts.get("writeDowntimeSeconds")).map(JsonNode::asDouble) : Optional.empty());
  }

  /** Fail is an error. The approval, the freeze and the switch of the application need an action of a person. */
  private static Importance importance(String phase, JsonNode facts) {
    return switch (phase) {
      case "Fail" -> Importance.error;
      case "Approve" -> facts.path("approval").asText("required").equals("required") ? Importance.action : Importance.info;
      case "Cutover", "Switch" -> Importance.action;
      case "Not verified" -> Importance.action;
      case "Verified" -> facts.path("verdict").asText().equals("different") ? Importance.action : Importance.info;
      case "Verify" -> facts.has("repair") ? Importance.action : Importance.info;
      default -> Importance.info;
    };
  }
}
