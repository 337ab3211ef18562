package dev.tideway.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.ObjectStore;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.error.RequestRejected;
import dev.tideway.json.Json;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * An execution's input may name its request instead of being it: {@code {"request": "requests/orders.json"}}, an object of the
 * application's own bucket. A schedule's input is short, a request with a certificate is not.
 */
public final class NamedRequest {
  /** Requests lie nowhere else, so that an input cannot make the application read what is not one. */
  static final String FOLDER = "requests/";
  private static final String MEMBER = "request";
  private static final String POINTER = "/" + MEMBER;

  private NamedRequest() {}

  /**
   * The request itself: the input, or what it names.
   *
   * @throws RequestRejected if it names nothing that can be read
   */
  public static JsonNode of(JsonNode input, ObjectStore objects) {
    JsonNode named = input.path(MEMBER);
    if (named.isMissingNode()) {
      return input;
    }
    String key = named.asText();
    if (!named.isTextual() || input.size() > 1 || !key.startsWith(FOLDER) || key.length() == FOLDER.length()) {
      throw rejected(FindingCode.REQUEST_NAMED_WRONGLY, input.size() > 1 ? "more members than the key" : named.toString(),
          "the key of an object under " + FOLDER + " of the application's bucket, and nothing else",
          "write {\"request\": \"requests/orders.json\"}, or the request itself without this member");
    }
    String text = objects.get(key).orElseThrow(() ->
        rejected(FindingCode.REQUEST_NOT_FOUND, "no object " + key, "the request as an object of the application's bucket (output BucketName)",
            "aws s3 cp request.json s3://BUCKET/" + key));
    try {
      return Json.read(text, JsonNode.class);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof JsonProcessingException syntax) {
        throw rejected(FindingCode.REQUEST_NOT_JSON, "invalid JSON in " + key + ", line " + syntax.getLocation().getLineNr() + " column "
            + syntax.getLocation().getColumnNr(), "a request as one JSON object in UTF-8", "correct it and upload it to the bucket again");
      }
      throw e;
    }
  }

  private static RequestRejected rejected(FindingCode code, String found, String needed, String fix) {
    return RequestRejected.of(List.of(Finding.blocker(code, POINTER, found, needed, fix)));
  }
}
