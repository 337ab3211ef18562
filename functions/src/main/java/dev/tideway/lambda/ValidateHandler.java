package dev.tideway.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.ObjectStore;
import dev.tideway.error.RequestRejected;
import dev.tideway.json.Sha256;
import dev.tideway.run.Deadline;
import dev.tideway.run.Migration;
import dev.tideway.run.NamedCertificates;
import dev.tideway.run.NamedRequest;
import dev.tideway.run.Platform;
import dev.tideway.run.RequestParser;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks the request and writes it, validated, to {@code migration.json} of the execution. */
public final class ValidateHandler extends Handler<ValidateHandler.Input, ValidateHandler.Output> {
  private final ObjectStore objects;

  /** Creates the handler from its function's environment variables. */
  public ValidateHandler() {
    this(Platform.objects());
  }

  public ValidateHandler(ObjectStore objects) {
    super(Input.class);
    this.objects = objects;
  }

  /**
   * What the state machine passes.
   *
   * @param request the input of the execution: the request, or its key
   * @param execution the execution's ARN
   * @param started its start time
   * @param purpose what the execution does; without it, it migrates
   */
  public record Input(JsonNode request, String execution, String started, Optional<Purpose> purpose) {}

  /** What an execution does with a request. */
  public enum Purpose {
    /** It migrates. */
    migration,
    /** It only compares source and target. */
    verification
  }

  /** The values of the request that the state machine needs. */
  public record Output(
      String name,
      String subject,
      String prefix,
      Migration.Mode mode,
      Optional<Instant> notBefore,
      Migration.Approval approval,
      Migration.Freeze freeze,
      Migration.Finish finish,
      long maxLagSeconds,
      int lagSamples,
      long approvalLimitSeconds,
      long freezeLimitSeconds,
      long maxAgeSeconds,
      int threads) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    NamedCertificates named = NamedCertificates.in(NamedRequest.of(input.request(), objects), objects);
    RequestParser.Reading reading = RequestParser.read(named.request());
    Migration migration =
        reading.migration().filter(m -> named.mistakes().isEmpty())
            .orElseThrow(() -> RequestRejected.of(Stream.concat(named.mistakes().stream(), reading.mistakes().stream()).toList()));
    String prefix = input.purpose().orElse(Purpose.migration) + "s/" + migration.name() + "/" + input.execution().substring(input.execution().lastIndexOf(':') + 1);
    objects.putJson(prefix + "/" + Migration.FILE.name(), migration);
    Migration.Cutover cutover = migration.cutover();
    return new Output(
        migration.name(),
        subject(migration),
        prefix,
        migration.mode(),
        migration.notBefore(),
        cutover.approval(),
        cutover.freeze(),
        migration.finish(),
        cutover.maxLag().toSeconds(),
        cutover.lagSamples(),
        cutover.approvalLimit().toSeconds(),
        cutover.freezeLimit().toSeconds(),
        migration.verification().maxAge().toSeconds(),
        migration.verification().functions());
  }

  /**
   * Identifies a migration's source, target and tables. A migration may resume under the same name only with the same subject. The handling of tables without a key and the
   * excluded tables are part of it, because both determine which tables the tasks have.
   */
  public static String subject(Migration migration) {
    String keyless = migration.keyless() == Migration.Keyless.reload ? "\nkeyless: reload" : "";
    String exclude = migration.exclude().isEmpty() ? "" : "\nexclude: " + migration.exclude().stream().sorted().toList();
    return Sha256.hex(migration.source().secret() + "\n" + migration.target().secret() + "\n" + migration.schemas() + keyless + exclude);
  }
}
