package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The client of the moto server: forwards calls unchanged, and sends the gateway's own calls. */
final class Moto {
  private static final Set<String> NOT_FORWARDED =
      Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding", "http2-settings");

  private final URI endpoint;
  private final String region;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Moto(URI endpoint, String region) {
    this.endpoint = endpoint;
    this.region = region;
  }

  /** Forwards a call; the caller closes the answer's body. */
  HttpResponse<InputStream> forward(AwsCall call) throws IOException {
    String query = call.uri().getRawQuery() == null ? "" : "?" + call.uri().getRawQuery();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint + call.uri().getRawPath() + query));
    call.headers().forEach((name, values) -> {
      if (!NOT_FORWARDED.contains(name)) {
        values.forEach(value -> request.header(name, value));
      }
    });
    request.method(call.method(), HttpRequest.BodyPublishers.ofByteArray(call.body()));
    return send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  /** Calls an operation of a JSON service. */
  JsonNode json(String service, String target, JsonNode request) {
    HttpResponse<byte[]> answer = post(service, Map.of("Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", target),
        LocalJson.bytes(request));
    return LocalJson.parse(answer.body());
  }

  /** Reads data from the engine's own API. */
  JsonNode read(String path) {
    return LocalJson.parse(answer(HttpRequest.newBuilder(endpoint.resolve(path)).build()).body());
  }

  /** Sends data to the engine's own API. */
  void bring(String path, JsonNode body) {
    answer(HttpRequest.newBuilder(endpoint.resolve(path)).POST(HttpRequest.BodyPublishers.ofByteArray(LocalJson.bytes(body))).build());
  }

  /** Calls an operation of a query service. */
  void query(String service, Map<String, String> fields) {
    String body = new LinkedHashMap<>(fields).entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue())).collect(Collectors.joining("&"));
    post(service, Map.of("Content-Type", "application/x-www-form-urlencoded"), body.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> post(String service, Map<String, String> headers, byte[] body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve("/")).POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .header("Authorization", "AWS4-HMAC-SHA256 Credential=admin/20260101/" + region + "/" + service
            + "/aws4_request, SignedHeaders=host, Signature=local");
    headers.forEach(request::header);
    return answer(request.build());
  }

  private HttpResponse<byte[]> answer(HttpRequest request) {
    try {
      HttpResponse<byte[]> answer = send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() >= 300) {
        throw new MotoException(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
    try {
      return http.send(request, handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  static boolean forwarded(String header) {
    return !NOT_FORWARDED.contains(header.toLowerCase(Locale.ROOT));
  }

  static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
    Map<String, List<String>> lower = new LinkedHashMap<>();
    headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    return lower;
  }

  void close() {
    http.shutdownNow();
  }

  /** An answer that is not a success. */
  static final class MotoException extends RuntimeException {
    private final int status;

    MotoException(int status, String body) {
      super(status + " " + body);
      this.status = status;
    }

    int status() {
      return status;
    }
  }
}
