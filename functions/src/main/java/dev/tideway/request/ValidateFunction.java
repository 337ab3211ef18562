package dev.tideway.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.error.RequestRejected;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks the request and writes it, validated, to {@code migration.json} of the execution. */
public final class ValidateFunction extends JsonFunction<ValidateFunction.Input, ValidateFunction.Output> {
  private final ObjectStore objects;

  /** Used by Lambda. */
  public ValidateFunction() {
    this(Platform.objects());
  }

  ValidateFunction(ObjectStore objects) {
    super(Input.class);
    this.objects = objects;
  }

  /** The input of the execution, which is the request or names it, and who started it. */
  public record Input(JsonNode request, String execution, String started) {}

  /** What the state machine needs to know of the request. */
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
  protected Output handle(Input input, Deadline deadline) {
    Requests.Reading reading = Requests.read(NamedCertificates.in(NamedRequest.of(input.request(), objects), objects));
    Migration migration = reading.migration().orElseThrow(() -> rejected(reading.mistakes()));
    String prefix = "migrations/" + migration.name() + "/" + input.execution().substring(input.execution().lastIndexOf(':') + 1);
    objects.putJson(prefix + "/migration.json", migration);
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

  static RequestRejected rejected(List<Finding> mistakes) {
    return new RequestRejected(
        mistakes.size() + " mistakes in the request:\n" + mistakes.stream().map(Finding::line).collect(Collectors.joining("\n")));
  }

  /**
   * What a migration is about: the same subject may resume under the same name, another may not. Whether tables without a key are
   * replicated or loaded at the end decides which tables the tasks have, as does what is left out, so both are part of it.
   */
  static String subject(Migration migration) {
    String keyless = migration.keyless() == Migration.Keyless.reload ? "\nkeyless: reload" : "";
    String exclude = migration.exclude().isEmpty() ? "" : "\nexclude: " + migration.exclude().stream().sorted().toList();
    String text = migration.source().secret() + "\n" + migration.target().secret() + "\n" + migration.schemas() + keyless + exclude;
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
