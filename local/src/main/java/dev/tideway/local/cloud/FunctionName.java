package dev.tideway.local.cloud;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function as a call names it: by name or ARN, with or without a version.
 *
 * @param name the function's name
 * @param qualifier the version or alias, if one is named
 */
record FunctionName(String name, Optional<String> qualifier) {
  private static final Pattern INVOKE = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations/?");
  private static final Pattern NAME =
      Pattern.compile("(?:(?:arn:[^:]+:lambda:[^:]+:)?\\d{12}:function:)?([A-Za-z0-9_-]+)(?::([$A-Za-z0-9_-]+))?");

  static Optional<FunctionName> ofInvocation(AwsCall call) {
    Matcher path = INVOKE.matcher(call.uri().getRawPath());
    if (!path.matches() || !call.method().equals("POST")) {
      return Optional.empty();
    }
    FunctionName name = of(URLDecoder.decode(path.group(1), StandardCharsets.UTF_8));
    return Optional.of(name.qualifier().isPresent() ? name
        : new FunctionName(name.name(), Optional.ofNullable(call.query().get("Qualifier"))));
  }

  static FunctionName of(String text) {
    Matcher matcher = NAME.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a function's name or ARN: " + text);
    }
    return new FunctionName(matcher.group(1), Optional.ofNullable(matcher.group(2)));
  }

  String arn(String region, String account) {
    return "arn:aws:lambda:" + region + ":" + account + ":function:" + name + qualifier.map(value -> ":" + value).orElse("");
  }
}
