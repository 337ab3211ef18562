package dev.tideway.dms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import dev.tideway.local.cloud.AwsError;
import dev.tideway.local.cloud.JsonService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** The SDK's own client over the stand-in: requests and answers pass through AWS's JSON protocol, without a socket. */
record DmsBridge(JsonService service) implements SdkHttpClient {
  static DatabaseMigrationClient client(JsonService service) {
    return DatabaseMigrationClient.builder()
        .region(Region.EU_WEST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClient(new DmsBridge(service))
        .build();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
        try (InputStream body = request.contentStreamProvider().orElseThrow().newStream()) {
          return answer(target.substring(target.indexOf('.') + 1), Json.read(body, JsonNode.class));
        }
      }

      @Override
      public void abort() {
        // calls run in the caller's thread and end by themselves
      }
    };
  }

  private HttpExecuteResponse answer(String operation, JsonNode request) {
    try {
      return response(200, service.call(operation, request));
    } catch (AwsError e) {
      return response(e.status(), Json.object().put("__type", e.code()).put("message", e.getMessage()));
    }
  }

  private static HttpExecuteResponse response(int status, JsonNode body) {
    return HttpExecuteResponse.builder()
        .response(SdkHttpResponse.builder().statusCode(status).putHeader("Content-Type", "application/x-amz-json-1.1").build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(Json.write(body).getBytes(StandardCharsets.UTF_8))))
        .build();
  }

  @Override
  public void close() {
    // there is nothing to close
  }
}
