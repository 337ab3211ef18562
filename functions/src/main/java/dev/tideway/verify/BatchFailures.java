package dev.tideway.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.tideway.aws.ObjectStore;
import dev.tideway.error.Passing;
import dev.tideway.json.Json;
import dev.tideway.request.Run;
import dev.tideway.verify.Rounds.BatchResult;
import dev.tideway.verify.Rounds.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What ended batches that have no result. The Map over batches writes what each of its children left to S3: a child that caught an error succeeds
 * with it as its output; one whose error no state can catch has failed with it.
 */
final class BatchFailures {
  private final ObjectStore objects;
  private final Run run;
  private final String round;

  BatchFailures(ObjectStore objects, Run run, String round) {
    this.objects = objects;
    this.run = run;
    this.round = round;
  }

  /**
   * An error that ended a batch.
   *
   * @param item the batch, as the Map was given it
   * @param error the error's name
   * @param cause Lambda's JSON, or text; may be empty
   */
  record Failure(Item item, String error, String cause) {
    /** Whether another try may help. */
    boolean passes() {
      return Passing.NAMES.contains(error);
    }
  }

  /**
   * Failures in the order in which they were written.
   *
   * @param manifest S3 key of the Map's list of what it has written
   */
  List<Failure> of(String manifest) {
    List<Failure> failures = new ArrayList<>();
    JsonNode files = objects.read(manifest, JsonNode.class).path("ResultFiles");
    for (JsonNode file : files.path("FAILED")) {
      each(file, child -> add(failures, child, child));
    }
    for (JsonNode file : files.path("SUCCEEDED")) {
      each(file, child -> add(failures, child, Json.read(child.path("Output").asText("{}"), JsonNode.class)));
    }
    return failures;
  }

  private void add(List<Failure> failures, JsonNode child, JsonNode left) {
    if (left.has("Error")) {
      Item item = Json.read(child.path("Input").asText(), Item.class);
      // its last answer may be what was lost
      if (!compared(item)) {
        failures.add(new Failure(item, left.get("Error").asText(), left.path("Cause").asText("")));
      }
    }
  }

  private boolean compared(Item item) {
    return objects.find(Rounds.result(run, round, item.batch()), BatchResult.class).filter(BatchResult::complete).isPresent();
  }

  private void each(JsonNode file, Consumer<JsonNode> child) {
    objects.get(
        file.path("Key").asText(),
        in -> {
          try (MappingIterator<JsonNode> children = Json.mapper().readerFor(JsonNode.class).readValues(in)) {
            children.forEachRemaining(child);
            return true;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
