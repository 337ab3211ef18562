package dev.tideway.waiting;

import dev.tideway.aws.Announcements;
import dev.tideway.error.GuardBroken;
import dev.tideway.error.TidewayException;
import dev.tideway.error.TransientFailure;
import dev.tideway.error.WaitFailed;
import dev.tideway.json.Json;
import dev.tideway.run.Question;
import dev.tideway.run.Verdict;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** Evaluates one wait. Then it answers the token and deletes the wait, or sends a heartbeat and invokes the probe again. */
public final class WaitAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(WaitAnswers.class);

  private final WaitStore store;
  private final Tokens tokens;
  private final Probes probes;
  private final Announcements announcements;

  public WaitAnswers(WaitStore store, Tokens tokens, Probes probes, Announcements announcements) {
    this.store = store;
    this.tokens = tokens;
    this.probes = probes;
    this.announcements = announcements;
  }

  /** Evaluates the condition, or invokes the probe that evaluates it. Returns one line for people with the result. */
  public String settle(Wait wait, DmsSnapshot snapshot) {
    Evaluation evaluation = new Evaluation(snapshot);
    Optional<Probe> probe = Probe.of(wait.condition()).filter(p -> wait.mayAsk(p, snapshot.now()));
    return guarded(wait, evaluation).orElseGet(() -> follow(wait, evaluation.evaluate(wait), probe, snapshot));
  }

  /** Handles the answer of the probe that was invoked last. */
  public String receive(Wait wait, ProbeAnswer answer, DmsSnapshot snapshot) {
    Evaluation evaluation = new Evaluation(snapshot);
    Optional<Probe> next = Probe.of(wait.condition()).filter(p -> answer.slice() && p.goesOn(wait.asked().orElseThrow().at(), snapshot.now()));
    try {
      return guarded(wait, evaluation).orElseGet(() -> follow(wait, evaluation.answered(wait, answer.verdict()), next, snapshot));
    } catch (SdkException | TransientFailure e) {
      close(wait);
      return "failed this time, the next run tries again: " + e.getMessage();
    }
  }

  /** Records that no answer is pending any more. */
  private void close(Wait wait) {
    Wait.Asked asked = wait.asked().orElseThrow();
    store.update(wait.withAsked(Optional.of(new Wait.Asked(asked.lease(), asked.at(), false, asked.answer()))));
  }

  private Optional<String> guarded(Wait wait, Evaluation evaluation) {
    return evaluation.broken(wait).map(broken -> fail(wait, new GuardBroken(broken)));
  }

  private String follow(Wait wait, Evaluation.Result result, Optional<Probe> probe, DmsSnapshot snapshot) {
    Verdict verdict = result.verdict();
    return switch (verdict.state()) {
      case satisfied -> {
        LOG.info("{}: {}", wait.state(), verdict.explanation());
        // answer first, delete afterwards: a second answer does no harm, but without an answer the migration would never continue
        tokens.success(wait.token(), verdict.result());
        store.delete(wait);
        yield verdict.explanation();
      }
      case failed -> fail(wait, WaitFailed.never(verdict.explanation()));
      case notYet -> {
        if (snapshot.now().isAfter(wait.deadline())) {
          yield fail(wait, WaitFailed.late("not within the limit: " + verdict.explanation()));
        }
        keep(wait, result.counted(), verdict, probe, snapshot);
        yield verdict.explanation();
      }
    };
  }

  private void keep(Wait before, Wait counted, Verdict verdict, Optional<Probe> probe, DmsSnapshot snapshot) {
    Wait after =
        probe.isEmpty()
            ? counted
            : counted.withAsked(
                Optional.of(new Wait.Asked(UUID.randomUUID().toString(), snapshot.now(), true, counted.asked().map(Wait.Asked::answer).orElse(""))));
    if (!tokens.heartbeat(before.token())) {
      LOG.info("{}: nobody waits any more", before.state());
      store.delete(before);
    } else if (!after.equals(before)) {
      // only the invocation that has stored a step announces it and invokes the probe, so that each is done once
      if (!store.update(after)) {
        LOG.info("{}: dealt with by another invocation", before.state());
        return;
      }
      probe.ifPresent(p -> ask(p, after.withVersion(after.version() + 1)));
      if (!after.samples().equals(before.samples()) && verdict.result().has("percent")) {
        announcements.publish(progress(before, verdict, snapshot));
      }
    }
  }

  private void ask(Probe probe, Wait wait) {
    Wait.Asked asked = wait.asked().orElseThrow();
    try {
      probes.ask(probe, new Question(wait.run(), wait.state(), asked.lease()));
    } catch (RuntimeException e) {
      // no probe was invoked
      close(wait);
      throw e;
    }
  }

  private static Announcements.Progress progress(Wait wait, Verdict verdict, DmsSnapshot snapshot) {
    return new Announcements.Progress(
        wait.run().migration(),
        wait.run().execution(),
        wait.state().split(":", 2)[0],
        Announcements.Importance.info,
        Json.object().put("percent", verdict.result().get("percent").asInt()).put("progress", verdict.explanation()),
        snapshot.now());
  }

  private String fail(Wait wait, TidewayException error) {
    LOG.warn("{}: {}", wait.state(), error.getMessage());
    tokens.failure(wait.token(), error.getClass().getName(), cause(error));
    store.delete(wait);
    return error.getMessage();
  }

  /** The cause in the JSON form of a Lambda error, so that the classification has to read only one form. */
  public static String cause(TidewayException error) {
    return Json.write(Json.object().put("errorType", error.getClass().getName()).put("errorMessage", error.getMessage()));
  }
}
