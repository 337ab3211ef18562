package dev.tideway.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.RequestRejected;
import dev.tideway.json.Json;
import dev.tideway.lambda.ValidateHandler;
import dev.tideway.testing.MemoryObjects;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A request named by its key in the application's bucket. */
final class NamedRequestTest {
  private static final String KEY = "requests/orders.json";
  private static final String REQUEST =
      """
      {"name": "orders", "schemas": ["orders"],
       "source": {"secret": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:tideway/source-AbCdEf"},
       "target": {"secret": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:tideway/target-AbCdEf"}}
      """;

  private final MemoryObjects objects = new MemoryObjects();
  private final ValidateHandler function = new ValidateHandler(objects);

  @Test
  void isTheSameMigrationAsTheRequestItself() {
    objects.put(KEY, REQUEST, "application/json");
    ValidateHandler.Output named = validate("{\"request\": \"" + KEY + "\"}");
    Migration written = objects.read(named.prefix() + "/migration.json", Migration.class);
    assertThat(validate(REQUEST)).isEqualTo(named);
    assertThat(written.name()).isEqualTo("orders");
  }

  @Test
  void listsTheMistakesOfTheRequestItNames() {
    objects.put(KEY, "{\"name\": \"orders\", \"colour\": \"blue\"}", "application/json");
    assertThatThrownBy(() -> validate("{\"request\": \"" + KEY + "\"}"))
        .isInstanceOf(RequestRejected.class).hasMessageContaining("/colour").hasMessageContaining("/source");
  }

  @Test
  void readsACertificateThatItNames() {
    String pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    objects.put("requests/dedicated-ca.pem", pem, "application/x-pem-file");
    ValidateHandler.Output output = validate(REQUEST.replace("target-AbCdEf\"", "target-AbCdEf\", \"certificate\": \"requests/dedicated-ca.pem\""));
    Migration written = objects.read(output.prefix() + "/migration.json", Migration.class);
    assertThat(written.target().certificate()).contains(pem);
    assertThat(written.source().certificate()).isEmpty();
  }

  @Test
  void saysWhichCertificateIsNotThere() {
    assertThatThrownBy(() -> validate(REQUEST.replace("target-AbCdEf\"", "target-AbCdEf\", \"certificate\": \"requests/lost.pem\"")))
        .isInstanceOf(RequestRejected.class).hasMessageContaining("TW-P413 /target/certificate").hasMessageContaining("aws s3 cp ca.pem s3://BUCKET/requests/lost.pem");
  }

  @Test
  void refusesAFileThatIsNotACertificate() {
    objects.put("requests/other.json", "{}", "application/json");
    assertThatThrownBy(() -> validate(REQUEST.replace("target-AbCdEf\"", "target-AbCdEf\", \"certificate\": \"requests/other.json\"")))
        .isInstanceOf(RequestRejected.class).hasMessageContaining("TW-P003 /target/certificate");
  }

  @Test
  void listsLostCertificatesTogetherWithTheOtherMistakes() {
    objects.put("requests/key.pem", "requests/ca.pem", "application/x-pem-file");
    String request =
        REQUEST.replace("source-AbCdEf\"", "source-AbCdEf\", \"certificate\": \"requests/key.pem\"").replace("target-AbCdEf\"", "target-AbCdEf\", \"certificate\": \"requests/lost.pem\"");
    assertThatThrownBy(() -> validate(request.replace("[\"orders\"]", "[]")))
        .isInstanceOf(RequestRejected.class)
        .hasMessageContaining("TW-P003 /source/certificate: found no certificate in the object requests/key.pem")
        .hasMessageContaining("TW-P413 /target/certificate")
        .hasMessageContaining("TW-P006 /schemas: found an empty list");
  }

  @Test
  void namesNoThirdRequest() {
    objects.put(KEY, "{\"request\": \"" + KEY + "\"}", "application/json");
    assertThatThrownBy(() -> validate("{\"request\": \"" + KEY + "\"}"))
        .isInstanceOf(RequestRejected.class).hasMessageContaining("TW-P002 /request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"migrations/orders/1/migration.json\"", "\"orders.json\"", "\"requests/\"", "\"s3://other/requests/a.json\"", "7",
      "null", "\"requests/orders.json\", \"name\": \"orders\""})
  void refusesWhateverIsNoKeyOfARequest(String key) {
    assertThatThrownBy(() -> validate("{\"request\": " + key + "}"))
        .isInstanceOf(RequestRejected.class).hasMessageContaining("TW-P410 /request").hasMessageContaining("fix: write {");
  }

  @Test
  void saysThatThereIsNoSuchObject() {
    assertThatThrownBy(() -> validate("{\"request\": \"requests/none.json\"}"))
        .isInstanceOf(RequestRejected.class).hasMessageContaining("TW-P411").hasMessageContaining("aws s3 cp request.json s3://BUCKET/requests/none.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"password\": secret}", "{\"name\": \"a\", \"name\": \"b\"}"})
  void saysWhereAnObjectIsNoJsonAndNothingOfWhatItHolds(String text) {
    objects.put(KEY, text, "application/json");
    assertThatThrownBy(() -> validate("{\"request\": \"" + KEY + "\"}"))
        .isInstanceOf(RequestRejected.class).hasMessageContaining("TW-P412").hasMessageContaining("line 1").hasMessageNotContaining("secret");
  }

  @Test
  void keepsTheFilesOfAVerificationApartFromThoseOfMigrations() {
    JsonNode request = Json.read(REQUEST, JsonNode.class);
    ValidateHandler.Input input =
        new ValidateHandler.Input(request, "arn:aws:states:eu-central-1:123456789012:execution:v:1", "now", Optional.of(ValidateHandler.Purpose.verification));
    assertThat(function.handle(input, () -> Duration.ofMinutes(1)).prefix()).startsWith("verifications/").endsWith("/1");
  }

  private ValidateHandler.Output validate(String input) {
    Deadline later = () -> Duration.ofMinutes(1);
    return function.handle(
        new ValidateHandler.Input(Json.read(input, JsonNode.class), "arn:aws:states:eu-central-1:123456789012:execution:m:1", "now", Optional.empty()), later);
  }
}
