package dev.tideway.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.TransientFailure;
import dev.tideway.json.Json;
import dev.tideway.run.Workspace;
import dev.tideway.verify.Rounds.BatchResult;
import dev.tideway.verify.Rounds.Item;
import java.util.List;
import java.util.stream.Stream;

/**
 * The errors that ended the batches without a result. The Map over batches writes the result of each child execution to S3. A child that
 * caught an error succeeds with the error as its output. A child whose error no state can catch has failed with that error.
 */
public final class BatchFailures {
  private final Workspace files;
  private final String round;

  public BatchFailures(Workspace files, String round) {
    this.files = files;
    this.round = round;
  }

  /**
   * An error that ended a batch.
   *
   * @param item the batch, as the Map received it
   * @param error the error's name
   * @param cause Lambda's JSON, or text; may be empty
   */
  public record Failure(Item item, String error, String cause) {
    /** Whether another attempt may succeed. */
    public boolean passes() {
      return TransientFailure.ERROR_NAMES.contains(error);
    }
  }

  /**
   * Failures in the order in which they were written.
   *
   * @param manifest S3 key of the Map's list of written files
   */
  public List<Failure> of(String manifest) {
    JsonNode written = files.objects().read(manifest, JsonNode.class).path("ResultFiles");
    return Stream.concat(
            children(written.path("FAILED")).map(child -> new Left(child, child)),
            children(written.path("SUCCEEDED")).map(child -> new Left(child, Json.read(child.path("Output").asText("{}"), JsonNode.class))))
        .filter(left -> left.of().has("Error"))
        .map(left -> new Failure(Json.read(left.child().path("Input").asText(), Item.class), left.of().get("Error").asText(), left.of().path("Cause").asText("")))
        // only the batch's last answer may have been lost
        .filter(failure -> !compared(failure.item()))
        .toList();
  }

  /** The result of a child: its output, or the child itself if it has no output. */
  private record Left(JsonNode child, JsonNode of) {}

  private boolean compared(Item item) {
    return files.find(Rounds.result(round, item.batch())).filter(BatchResult::complete).isPresent();
  }

  private Stream<JsonNode> children(JsonNode lists) {
    return lists.valueStream().flatMap(list -> files.objects().read(list.path("Key").asText(), JsonNode.class).valueStream());
  }
}
