package dev.tideway.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.Finding;
import dev.tideway.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Parses a request into a {@link Migration}, or into the list of all its mistakes. */
public final class RequestParser {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** By pointer, so that item 10 of a list comes after item 9: numbers are compared by their length first. */
  private static final Comparator<Finding> PLACE =
      Comparator.comparing(finding -> NUMBER.matcher(finding.object()).replaceAll(number -> "%06d".formatted(number.group().length()) + number.group()));

  private RequestParser() {}

  /**
   * The result of parsing. One of the two values is empty.
   *
   * @param migration the request with every default filled in
   * @param mistakes all mistakes of the request, each with its JSON pointer, in the order of the pointers
   */
  public record Reading(Optional<Migration> migration, List<Finding> mistakes) {}

  /** Reads a request. The content of the request never causes an exception. */
  public static Reading read(JsonNode request) {
    JsonNode filled = RequestSchema.filled(request);
    List<Finding> mistakes = Stream.concat(RequestSchema.mistakes(request).stream(), RequestRules.mistakes(request, filled).stream()).sorted(PLACE).toList();
    return mistakes.isEmpty() ? new Reading(Optional.of(Json.convert(filled, MigrationRequest.class).migration()), List.of()) : new Reading(Optional.empty(), mistakes);
  }
}
