package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One HTTP request to AWS, parsed as far as routing and permissions need it.
 *
 * @param method the HTTP method
 * @param uri path and query as sent
 * @param headers the headers, names in lower case
 * @param body the body as sent
 * @param service the signing name from the credential scope, for example {@code dynamodb}; empty if the request is not signed
 * @param accessKey the access key id; empty if the request is not signed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record AwsCall(
    String method, URI uri, Map<String, List<String>> headers, byte[] body, String service, String accessKey) {
  private static final Pattern CREDENTIAL = Pattern.compile("([^/=,]+)/\\d{8}/[^/]+/([^/]+)/aws4_request");

  static AwsCall of(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
    String query = uri.getRawQuery() == null ? "" : URLDecoder.decode(uri.getRawQuery(), StandardCharsets.UTF_8);
    Matcher credential = CREDENTIAL.matcher(first(headers, "authorization").orElse(query));
    boolean signed = credential.find();
    String key = signed ? credential.group(1) : "";
    return new AwsCall(method, uri, headers, body, signed ? credential.group(2) : "", key.substring(key.indexOf(' ') + 1));
  }

  private static Optional<String> first(Map<String, List<String>> headers, String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  Optional<String> header(String name) {
    return first(headers, name);
  }

  /** The operation's name as its protocol gives it; empty for REST services. */
  String operation() {
    Optional<String> target = header("x-amz-target");
    if (target.isPresent()) {
      return target.get().substring(target.get().lastIndexOf('.') + 1);
    }
    String path = uri.getPath();
    int smithy = path.indexOf("/operation/");
    return smithy >= 0 ? path.substring(smithy + "/operation/".length()) : form().getOrDefault("Action", "");
  }

  /** The part of {@code x-amz-target} before the operation. */
  Optional<String> targetPrefix() {
    return header("x-amz-target").map(target -> target.substring(0, Math.max(0, target.lastIndexOf('.'))));
  }

  /** The body of the JSON protocol; an empty object if there is none. */
  JsonNode json() {
    return header("content-type").orElse("").contains("json") ? LocalJson.parse(body) : LocalJson.object();
  }

  /** Whether an operation of the JSON protocol has a body that is not a JSON object. */
  boolean isMalformed() {
    try {
      return targetPrefix().isPresent() && !json().isObject();
    } catch (UncheckedIOException e) {
      return true;
    }
  }

  /** The fields of the query protocol. */
  Map<String, String> form() {
    if (!header("content-type").orElse("").startsWith("application/x-www-form-urlencoded")) {
      return Map.of();
    }
    return fields(new String(body, StandardCharsets.UTF_8));
  }

  /** The query string's fields. */
  Map<String, String> query() {
    return uri.getRawQuery() == null ? Map.of() : fields(uri.getRawQuery());
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      fields.put(URLDecoder.decode(name, StandardCharsets.UTF_8), URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return fields;
  }
}
