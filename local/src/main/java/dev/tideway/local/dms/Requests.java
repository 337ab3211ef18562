package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.local.cloud.AwsError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads requests and builds their errors as DMS does. */
final class Requests {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z](?:-?[A-Za-z0-9])*");

  private Requests() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static String text(JsonNode request, String member) throws AwsError {
    return optionalText(request, member).orElseThrow(() -> invalid("The parameter " + member + " must be provided and must not be blank."));
  }

  static Optional<String> optionalText(JsonNode request, String member) {
    JsonNode value = request.path(member);
    return value.isTextual() && !value.textValue().isBlank() ? Optional.of(value.textValue()) : Optional.empty();
  }

  static List<String> texts(JsonNode request, String member) {
    var values = new ArrayList<String>();
    request.path(member).forEach(value -> values.add(value.asText()));
    return List.copyOf(values);
  }

  /** An identifier by DMS's rule: first a letter, then letters, digits and single hyphens, no hyphen at the end; stored in lower case. */
  static String identifier(JsonNode request, String member, int longest) throws AwsError {
    String value = text(request, member);
    if (value.length() > longest || !IDENTIFIER.matcher(value).matches()) {
      throw invalid("The parameter " + member + " is not a valid identifier because it is longer than " + longest
          + " characters or contains invalid characters. Identifiers must begin with a letter; must contain only ASCII letters,"
          + " digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.");
    }
    return value.toLowerCase(Locale.ROOT);
  }

  static Optional<String> resourceIdentifier(JsonNode request) throws AwsError {
    Optional<String> value = optionalText(request, "ResourceIdentifier");
    if (value.isPresent() && (value.get().length() > 31 || !IDENTIFIER.matcher(value.get()).matches())) {
      throw invalid("The parameter ResourceIdentifier is not valid: at most 31 letters, digits and single hyphens, a letter first,"
          + " no hyphen at the end.");
    }
    return value;
  }

  static String oneOf(String member, String value, Set<String> allowed) throws AwsError {
    if (!allowed.contains(value)) {
      throw invalid("The parameter " + member + " has the value " + value + "; valid values are " + allowed.stream().sorted().toList());
    }
    return value;
  }

  static void onlyMembers(JsonNode node, String where, Set<String> known) throws AwsError {
    for (var names = node.fieldNames(); names.hasNext();) {
      String name = names.next();
      if (!known.contains(name)) {
        throw invalid("Unknown or unsupported member " + name + " in " + where);
      }
    }
  }

  static AwsError invalid(String message) {
    return new AwsError("InvalidParameterValueException", message);
  }

  static AwsError combination(String message) {
    return new AwsError("InvalidParameterCombinationException", message);
  }

  static AwsError notFound(String message) {
    return new AwsError("ResourceNotFoundFault", message);
  }

  static AwsError exists(String message) {
    return new AwsError("ResourceAlreadyExistsFault", message);
  }

  static AwsError state(String message) {
    return new AwsError("InvalidResourceStateFault", message);
  }

  /** JSON 1.1 sends times as seconds since the epoch, with a fraction. */
  static double seconds(Instant time) {
    return time.toEpochMilli() / 1000.0;
  }
}
