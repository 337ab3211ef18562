package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.local.cloud.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Marker and MaxRecords paging: at most {@code largest} records in an answer; the minimum of MaxRecords is 20. */
final class LocalPage {
  private static final int SMALLEST = 20;

  private LocalPage() {}

  static void fill(ObjectNode answer, String member, List<? extends JsonNode> all, JsonNode request, int largest) throws AwsError {
    int size = request.path("MaxRecords").asInt(largest);
    if (size < SMALLEST || size > largest) {
      throw Requests.invalid("The parameter MaxRecords must be between " + SMALLEST + " and " + largest + ".");
    }
    int from = request.hasNonNull("Marker") ? offset(request.path("Marker").asText()) : 0;
    if (from > all.size()) {
      throw Requests.invalid("The parameter Marker is not valid.");
    }
    int to = Math.min(all.size(), from + size);
    var records = answer.putArray(member);
    all.subList(from, to).forEach(records::add);
    if (to < all.size()) {
      answer.put("Marker", Base64.getUrlEncoder().encodeToString(("from:" + to).getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static int offset(String marker) throws AwsError {
    try {
      String text = new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
      if (text.startsWith("from:")) {
        return Integer.parseUnsignedInt(text.substring("from:".length()));
      }
    } catch (IllegalArgumentException e) {
      // falls through: any text that is not one of our markers gets the same answer
    }
    throw Requests.invalid("The parameter Marker is not valid.");
  }
}
