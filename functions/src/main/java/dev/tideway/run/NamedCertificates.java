package dev.tideway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.aws.ObjectStore;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request whose certificates are texts. An endpoint's certificate may be the key of an object under {@code requests/} of the application's own bucket instead: the CA of a TiDB
 * Cloud Dedicated cluster is a file that one downloads.
 *
 * @param request the request with the texts in place of the keys; a key without a certificate stays
 * @param mistakes the keys without a certificate
 */
public record NamedCertificates(JsonNode request, List<Finding> mistakes) {
  private static final String MEMBER = "certificate";

  /** Reads the objects that the request names. */
  public static NamedCertificates in(JsonNode request, ObjectStore objects) {
    JsonNode whole = request.deepCopy();
    List<Finding> mistakes = new ArrayList<>();
    for (String side : List.of("source", "target")) {
      String key = whole.path(side).path(MEMBER).asText();
      if (key.startsWith(NamedRequest.FOLDER) && whole.path(side) instanceof ObjectNode endpoint) {
        Optional<String> text = objects.get(key);
        if (text.filter(pem -> pem.contains("-----BEGIN CERTIFICATE-----")).isPresent()) {
          endpoint.put(MEMBER, text.get());
        } else {
          FindingCode code = text.isPresent() ? FindingCode.WRONG_TYPE : FindingCode.CERTIFICATE_NOT_FOUND;
          String found = text.isPresent() ? "no certificate in the object " + key : "no object " + key;
          mistakes.add(
              Finding.blocker(
                  code, "/" + side + "/" + MEMBER, found, "the CA in PEM as an object of the application's bucket (output BucketName)", "aws s3 cp ca.pem s3://BUCKET/" + key));
        }
      }
    }
    return new NamedCertificates(whole, List.copyOf(mistakes));
  }
}
