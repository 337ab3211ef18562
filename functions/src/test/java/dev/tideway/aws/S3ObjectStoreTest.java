package dev.tideway.aws;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tideway.error.MigrationFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What this store adds to S3, against a server that answers as badly as networks do. The end-to-end tests use a complete one. */
class S3ObjectStoreTest {
  private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile int breaks;
  private volatile String format;
  private HttpServer server;
  private S3ObjectStore objects;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    S3Client s3 =
        S3Client.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    objects = new S3ObjectStore(s3, "bucket");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("PUT")) {
      format = exchange.getRequestHeaders().getFirst("x-amz-meta-tideway-format");
      // the SDK sends its checksum behind the body: chunks, each after its length
      stored.put(key, exchange.getRequestBody().readAllBytes());
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
      return;
    }
    byte[] body = stored.get(key);
    if (body == null) {
      byte[] error = "<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(404, error.length);
      exchange.getResponseBody().write(error);
      exchange.close();
      return;
    }
    if (format != null) {
      exchange.getResponseHeaders().set("x-amz-meta-tideway-format", format);
    }
    exchange.sendResponseHeaders(200, body.length);
    boolean broken = reads.incrementAndGet() <= breaks;
    exchange.getResponseBody().write(body, 0, broken ? body.length / 2 : body.length);
    exchange.close();
  }

  private void holds(String key, String text) {
    stored.put("/bucket/" + key, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsAgainWhenTheAnswerBreaksOff() {
    holds("numbers.json", "[" + "1234567, ".repeat(50_000) + "1]");
    breaks = 2;
    assertThat(objects.find("numbers.json", JsonNode.class).orElseThrow()).hasSize(50_001);
    assertThat(reads).hasValue(3);
  }

  @Test
  void readsAgainWhenTheAnswerBreaksOffInsideAnElement() {
    holds("rows.json", "[" + "{\"name\": \"abcdefghijklmnop\"}, ".repeat(50_000) + "{\"name\": \"last\"}]");
    breaks = 2;
    assertThat(objects.find("rows.json", new TypeReference<List<Named>>() {}).orElseThrow()).hasSize(50_001);
    assertThat(reads).hasValue(3);
  }

  private record Named(String name) {}

  @Test
  void doesNotReadAgainWhatIsNotJson() {
    holds("wrong.json", "[1, 2");
    assertThatThrownBy(() -> objects.find("wrong.json", JsonNode.class)).isInstanceOf(MigrationFailed.class).hasMessageContaining("wrong.json");
    assertThat(reads).hasValue(1);
  }

  @Test
  void writesTextAndLeavesNoFileBehind() throws IOException {
    Path files = Path.of(System.getProperty("java.io.tmpdir"));
    List<Path> before = temporary(files);
    objects.putJson("some/é.json", Map.of("a", "ü"));
    assertThat(new String(stored.get("/bucket/some/é.json"), StandardCharsets.UTF_8)).contains("\"a\" : \"ü\"");
    assertThat(temporary(files)).isEqualTo(before);
  }

  @Test
  void writesItsFormatAndRefusesALaterOne() {
    objects.putJson("plan.json", Map.of("a", 1));
    assertThat(format).isEqualTo(Integer.toString(Stored.FORMAT));
    holds("plan.json", "{\"a\": 1}");
    assertThat(objects.find("plan.json", JsonNode.class)).isPresent();
    format = Integer.toString(Stored.FORMAT + 1);
    assertThatThrownBy(() -> objects.find("plan.json", JsonNode.class))
        .isInstanceOf(MigrationFailed.class)
        .hasMessageContaining("TW-E170")
        .hasMessageContaining("plan.json")
        .hasMessageContaining("deploy that release again");
    format = null;
    assertThat(objects.find("plan.json", JsonNode.class)).as("from before there were formats").isPresent();
  }

  private static List<Path> temporary(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().startsWith("object")).sorted().toList();
    }
  }

  @Test
  void anObjectThatIsNotThereIsEmpty() {
    assertThat(objects.get("nothing")).isEmpty();
  }
}
