package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.local.cloud.AwsError;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Names new resources as DMS does: the last part of an ARN is random unless ResourceIdentifier was given. */
final class Arns {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private final DmsOptions options;

  Arns(DmsOptions options) {
    this.options = options;
  }

  String of(String kind, JsonNode request) throws AwsError {
    return named(kind, Requests.resourceIdentifier(request).orElseGet(Arns::random));
  }

  String named(String kind, String name) {
    return "arn:aws:dms:" + options.region() + ":" + options.account() + ":" + kind + ":" + name;
  }

  static String last(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  private static String random() {
    return ThreadLocalRandom.current().ints(26, 0, LETTERS.length()).mapToObj(i -> LETTERS.substring(i, i + 1))
        .collect(Collectors.joining());
  }
}
