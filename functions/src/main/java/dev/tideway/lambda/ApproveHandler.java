package dev.tideway.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.json.Json;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Platform;
import dev.tideway.waiting.Condition;
import dev.tideway.waiting.Tokens;
import dev.tideway.waiting.Wait;
import dev.tideway.waiting.WaitAnswers;
import dev.tideway.waiting.WaitStore;
import dev.tideway.waiting.WaitingClients;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Takes a person's decision on the cutover, or on a repair before it. The person invokes this function from the console or the CLI. */
public final class ApproveHandler extends Handler<ApproveHandler.Input, ApproveHandler.Output> {
  private static final String NEEDED = "{\"migration\": …, \"approve\": true or false, \"by\": who decides}; a comment is optional";

  private final Locks locks;
  private final WaitStore store;
  private final Tokens tokens;
  private final Clock clock;

  /** Creates the handler from its function's environment variables. */
  public ApproveHandler() {
    this(Platform.locks(), WaitingClients.waits(), WaitingClients.tokens(), Platform.clock());
  }

  public ApproveHandler(Locks locks, WaitStore store, Tokens tokens, Clock clock) {
    super(ApproveHandler::read);
    this.locks = locks;
    this.store = store;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Reads strictly what a person has typed; only the action's name, which every function accepts, may stand beside it. */
  private static Input read(InputStream in) {
    try {
      ObjectNode given = Json.read(in, ObjectNode.class);
      given.remove("action");
      return Json.convert(given, Input.class);
    } catch (UncheckedIOException e) {
      throw new MigrationFailed(ErrorCode.APPROVAL_INCOMPLETE, "the approval cannot be read; it needs " + NEEDED, e);
    }
  }

  /**
   * The person's input.
   *
   * @param migration the migration's name
   * @param approve true to continue, false to end the migration
   * @param by name of the person who decides; kept in the report
   * @param comment the reason, optional
   */
  public record Input(String migration, Boolean approve, String by, Optional<String> comment) {}

  /**
   * The approval that the state machine receives and people see.
   *
   * @param approvedBy name of the person
   * @param at when
   * @param comment why
   */
  public record Approval(String approvedBy, Instant at, Optional<String> comment) {}

  /**
   * The answer to the person.
   *
   * @param migration the migration's name
   * @param execution the execution that continues or ends
   * @param outcome {@code approved} or {@code rejected}
   */
  public record Output(String migration, String execution, String outcome) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    if (input.migration() == null || input.approve() == null || input.by() == null || input.by().isBlank()) {
      throw new MigrationFailed(
          ErrorCode.APPROVAL_INCOMPLETE, "the approval needs " + NEEDED);
    }
    Locks.Lock lock =
        locks
            .find(input.migration())
            .orElseThrow(() -> new MigrationFailed(ErrorCode.NOTHING_TO_APPROVE, "there is no migration " + input.migration() + "; names are case-sensitive"));
    Wait wait =
        store.all().stream()
            .filter(w -> w.run().execution().equals(lock.execution()) && w.condition() instanceof Condition.Approved)
            .findFirst()
            .orElseThrow(() -> nothingWaits(lock));
    boolean delivered = input.approve() ? approve(wait, input) : reject(wait, input);
    store.delete(wait);
    if (!delivered) {
      throw nothingWaits(lock);
    }
    return new Output(lock.name(), lock.execution(), input.approve() ? "approved" : "rejected");
  }

  private boolean approve(Wait wait, Input input) {
    return tokens.success(wait.token(), new Approval(input.by(), clock.instant(), input.comment()));
  }

  private boolean reject(Wait wait, Input input) {
    String why = input.comment().map(c -> ": " + c).orElse("");
    String what = wait.state().startsWith("Verify:") ? "the repair" : "the cutover";
    MigrationFailed rejected = new MigrationFailed(ErrorCode.APPROVAL_REFUSED, what + " was rejected by " + input.by() + why);
    return tokens.failure(wait.token(), rejected.getClass().getName(), WaitAnswers.cause(rejected));
  }

  private static MigrationFailed nothingWaits(Locks.Lock lock) {
    return new MigrationFailed(
        ErrorCode.NOTHING_TO_APPROVE,
        "migration " + lock.name() + " does not wait for an approval: it is " + lock.status() + ", its phase is " + lock.phase());
  }
}
