package dev.tideway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.aws.ObjectStore;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.error.RequestRejected;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads certificates that the request names by key. Instead of the text, an endpoint's certificate may be the key of an object under {@code requests/} of the application's own
 * bucket, because the CA of a TiDB Cloud Dedicated cluster is a downloaded file.
 */
public final class NamedCertificates {
  private static final String MEMBER = "certificate";

  private NamedCertificates() {}

  /**
   * The request with each key replaced by the text of its object.
   *
   * @throws dev.tideway.error.RequestRejected if a key has no object
   */
  public static JsonNode in(JsonNode request, ObjectStore objects) {
    JsonNode whole = request.deepCopy();
    List<Finding> mistakes = new ArrayList<>();
    for (String side : List.of("source", "target")) {
      String key = whole.path(side).path(MEMBER).asText();
      if (key.startsWith(NamedRequest.FOLDER) && whole.path(side) instanceof ObjectNode endpoint) {
        objects.get(key).ifPresentOrElse(
            pem -> endpoint.put(MEMBER, pem),
            () ->
                mistakes.add(
                    Finding.blocker(
                        FindingCode.CERTIFICATE_NOT_FOUND, "/" + side + "/" + MEMBER, "no object " + key, "the CA in PEM as an object of the application's bucket (output BucketName)",
                        "aws s3 cp ca.pem s3://BUCKET/" + key)));
      }
    }
    if (!mistakes.isEmpty()) {
      throw RequestRejected.of(mistakes);
    }
    return whole;
  }
}
