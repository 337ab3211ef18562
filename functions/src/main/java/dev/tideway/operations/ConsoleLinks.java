package dev.tideway.operations;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Links to console pages. A presigned link that a function creates would expire with the function's credentials. A console page uses the reader's own credentials. */
final class ConsoleLinks {
  private ConsoleLinks() {}

  /** The execution's page. */
  static String execution(String arn) {
    return console(arn) + "/states/home?region=" + region(arn) + "#/v2/executions/details/" + arn;
  }

  /** An object of the bucket. */
  static String object(String executionArn, String bucket, String key) {
    return console(executionArn) + "/s3/object/" + bucket + "?region=" + region(executionArn) + "&prefix="
        + URLEncoder.encode(key, StandardCharsets.UTF_8);
  }

  /** The migration's replication tasks. */
  static String tasks(String executionArn) {
    return console(executionArn) + "/dms/v2/home?region=" + region(executionArn) + "#tasks";
  }

  private static String console(String arn) {
    String domain =
        switch (part(arn, 1)) {
          case "aws-cn" -> "console.amazonaws.cn";
          case "aws-us-gov" -> "console.amazonaws-us-gov.com";
          default -> "console.aws.amazon.com";
        };
    return "https://" + region(arn) + "." + domain;
  }

  static String region(String arn) {
    return part(arn, 3);
  }

  private static String part(String arn, int index) {
    List<String> parts = List.of(arn.split(":", -1));
    return index < parts.size() ? parts.get(index) : "";
  }
}
