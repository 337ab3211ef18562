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
 * Reads a request that the execution's input names by key: {@code {"request": "requests/orders.json"}}, an object of the application's own bucket. The input of a schedule must be
 * short, and a request with a certificate is long.
 */
public final class NamedRequest {
  /** Requests are read only from this folder, so that an input cannot make the application read other objects. */
  static final String FOLDER = "requests/";
  private static final String MEMBER = "request";
  private static final String POINTER = "/" + MEMBER;

  private NamedRequest() {}

  /**
   * The request: the input itself, or the object that the input names.
   *
   * @throws RequestRejected if the named object cannot be read
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
