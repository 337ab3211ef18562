package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A line of a function's log in a form for readers of the file; CloudWatch has the JSON. */
final class ReadableLine {
  private ReadableLine() {}

  /** Time, level, message, subject, and figures by name; a line that is not the application's stays unchanged. */
  static String of(String line) {
    JsonNode json;
    try {
      json = line.startsWith("{") ? LocalJson.parse(line) : LocalJson.object();
    } catch (UncheckedIOException e) {
      return line;
    }
    if (json.has("_aws")) {
      String figures = json.at("/_aws/CloudWatchMetrics/0/Metrics").valueStream().map(metric -> metric.path("Name").asText())
          .map(name -> name + " " + json.path(name).asText()).collect(Collectors.joining(", "));
      return "FIGURES " + figures + about(json);
    }
    if (json.has("message") && json.has("level")) {
      return json.path("timestamp").asText() + " " + json.get("level").asText() + " " + json.get("message").asText() + about(json)
          + (json.has("error") ? "\n" + json.get("error").toPrettyString() : "");
    }
    return line;
  }

  private static String about(JsonNode json) {
    String about = Stream.of("migration", "state", "code").map(member -> json.path(member).asText()).filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
    return about.isEmpty() ? "" : " [" + about + "]";
  }
}
