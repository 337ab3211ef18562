package dev.tideway.waiting;

import dev.tideway.aws.Announcements;
import dev.tideway.error.GuardBroken;
import dev.tideway.error.TidewayException;
import dev.tideway.error.WaitFailed;
import dev.tideway.json.Json;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates one wait and does what follows: answer and forget it, or keep it alive. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private final WaitStore store;
  private final Tokens tokens;
  private final Optional<Announcements> announcements;

  /** Whoever may not publish leaves progress to the next look. */
  Answers(WaitStore store, Tokens tokens) {
    this(store, tokens, Optional.empty());
  }

  Answers(WaitStore store, Tokens tokens, Announcements announcements) {
    this(store, tokens, Optional.of(announcements));
  }

  private Answers(WaitStore store, Tokens tokens, Optional<Announcements> announcements) {
    this.store = store;
    this.tokens = tokens;
    this.announcements = announcements;
  }

  /** One line for people: what was found. */
  String settle(Wait wait, World world) {
    Evaluation evaluation = new Evaluation(world);
    Optional<String> broken = evaluation.broken(wait);
    if (broken.isPresent()) {
      return fail(wait, new GuardBroken(broken.get()));
    }
    Evaluation.Result result = evaluation.evaluate(wait);
    Verdict verdict = result.verdict();
    return switch (verdict.state()) {
      case satisfied -> {
        LOG.info("{}: {}", wait.state(), verdict.explanation());
        // an unanswered row would be answered again, which harms nothing; a lost row would hang the migration
        tokens.success(wait.token(), verdict.result());
        store.delete(wait);
        yield verdict.explanation();
      }
      case failed -> fail(wait, WaitFailed.never(verdict.explanation()));
      case notYet -> {
        if (world.now().isAfter(wait.deadline())) {
          yield fail(wait, WaitFailed.late("not within the limit: " + verdict.explanation()));
        }
        keep(wait, result.counted(), verdict, world);
        yield verdict.explanation();
      }
    };
  }

  private void keep(Wait before, Wait after, Verdict verdict, World world) {
    if (!tokens.heartbeat(before.token())) {
      LOG.info("{}: nobody waits any more", before.state());
      store.delete(before);
    } else if (!after.samples().equals(before.samples())) {
      count(before, after, verdict, world);
    }
  }

  /** Only whoever has counted a step tells of it, so that it is told once. */
  private void count(Wait before, Wait after, Verdict verdict, World world) {
    boolean telling = verdict.result().has("percent");
    if (telling && announcements.isEmpty()) {
      return;
    }
    if (!store.update(after)) {
      LOG.info("{}: counted by another invocation", before.state());
    } else if (telling) {
      announcements.orElseThrow().publish(progress(before, verdict, world));
    }
  }

  private static Announcements.Progress progress(Wait wait, Verdict verdict, World world) {
    return new Announcements.Progress(
        wait.run().migration(),
        wait.run().execution(),
        wait.state().split(":", 2)[0],
        Announcements.Importance.info,
        Json.object().put("percent", verdict.result().get("percent").asInt()).put("progress", verdict.explanation()),
        world.now());
  }

  private String fail(Wait wait, TidewayException error) {
    LOG.warn("{}: {}", wait.state(), error.getMessage());
    tokens.failure(wait.token(), error.getClass().getName(), cause(error));
    store.delete(wait);
    return error.getMessage();
  }

  /** The same shape as a Lambda's error, so that whoever classifies it knows one shape only. */
  static String cause(TidewayException error) {
    return Json.write(Json.object().put("errorType", error.getClass().getName()).put("errorMessage", error.getMessage()));
  }
}
