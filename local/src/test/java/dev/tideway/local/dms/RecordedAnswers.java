package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.local.cloud.AwsError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The answers that these tests received, once for those that differ only in numbers, in {@code target/dms-answers}; {@code .ci/aws-rules dms} compares
 * them with the service's model.
 */
final class RecordedAnswers {
  private static final Path FILE = Path.of("target", "dms-answers", ProcessHandle.current().pid() + ".jsonl");
  private static final Set<String> WRITTEN = ConcurrentHashMap.newKeySet();

  private RecordedAnswers() {}

  static void good(String operation, JsonNode request, JsonNode answer) {
    ObjectNode pair = pair(operation, request);
    pair.set("answer", answer);
    write(pair);
  }

  static void refused(String operation, JsonNode request, AwsError error) {
    ObjectNode pair = pair(operation, request);
    pair.putObject("error").put("code", error.code()).put("message", error.getMessage()).put("status", error.status());
    write(pair);
  }

  private static ObjectNode pair(String operation, JsonNode request) {
    ObjectNode pair = Requests.object().put("operation", operation);
    pair.set("request", request);
    return pair;
  }

  /** Repeated calls return the same answer except for numbers. */
  private static void write(ObjectNode pair) {
    String line = pair.toString();
    if (WRITTEN.add(line.replaceAll("[0-9]+", "0"))) {
      append(line + "\n");
    }
  }

  private static synchronized void append(String line) {
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
