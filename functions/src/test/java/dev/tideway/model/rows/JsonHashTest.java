package dev.tideway.model.rows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JsonHashTest {
  private final JsonHash hash = new JsonHash();

  private long of(String document) {
    return hash.of(document.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {
    "{\"bb\": 1, \"a\": 2} ~ {\"a\":2,\"bb\":1}",
    "{\"k\":1,\"k\":2} ~ {\"k\": 2}",
    "{\"k\":1,\"k\":2,\"k\":3} ~ {\"k\": 3}",
    "1.0 ~ 1",
    "1.50 ~ 1.5",
    "0 ~ -0",
    "-0.0 ~ 0",
    "1e20 ~ 100000000000000000000",
    "1e21 ~ 1e+21",
    "9.223372036854776e18 ~ 9223372036854776000",
    "1.8446744073709552e19 ~ 18446744073709552000",
    "0.0000001 ~ 1e-7",
    "\"\\u0008\\u2028\\u00e9\\ud83c\\udf0a\" ~ \"\\b\u2028é🌊\"",
    "\"\\/\" ~ \"/\"",
    "[ ] ~ []",
    "{\"a\": {}} ~ {\"a\":{}}",
  })
  void oneDocumentHasOneFingerprintHoweverAServerPrintsIt(String one, String other) {
    assertThat(of(one)).isEqualTo(of(other));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {
    "9007199254740993 ~ 9007199254740992",
    "18446744073709551615 ~ 18446744073709551614",
    "1 ~ \"1\"",
    "null ~ \"null\"",
    "[1, 2] ~ [2, 1]",
    "[[1], 2] ~ [1, [2]]",
    "[] ~ {}",
    "[[]] ~ []",
    "{\"a\": null} ~ {}",
    "{\"a\": 1, \"b\": 2} ~ {\"a\": 2, \"b\": 1}",
    "{\"a\": {\"b\": 1}} ~ {\"a\": 1, \"b\": 1}",
    "\"a\" ~ \"a \"",
    "\"\" ~ \"\\u0000\"",
    "0.1 ~ 0.10000000000000002",
    "true ~ 1",
    "-1 ~ 1",
  })
  void differentDocumentsHaveDifferentFingerprints(String one, String other) {
    assertThat(of(one)).isNotEqualTo(of(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{oops", "1 2", "", "[1,]", "{\"a\" 1}", "01", "1-2", "--1", "-", "tru", "\"a", "\"\\x\"", "\"\\u12\"", "{\"a\":1", "[1", "\"\u0001\"", "1.2.3"})
  void textThatIsNotJsonIsComparedAsText(String text) {
    assertThat(of(text)).isEqualTo(of(text)).isNotEqualTo(of(text + " ")).isNotEqualTo(of("1"));
  }

  @Test
  void agreesWithTheCanonicalTextOfRandomDocuments() {
    Random random = new Random(7);
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      String document = document(random, 3);
      documents.add(document);
      documents.add(reordered(document));
    }
    for (int i = 1; i < documents.size(); i++) {
      String one = documents.get(i - 1);
      String other = documents.get(i);
      assertThat(of(one) == of(other)).as("%s / %s", one, other).isEqualTo(JsonText.canonical(one).equals(JsonText.canonical(other)));
    }
  }

  @Test
  void theLastOfManyDuplicateKeysCounts() {
    List<String> members = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      members.add("\"k" + i % 40 + "\": " + i);
    }
    List<String> last = new ArrayList<>(members.subList(20, 60));
    Collections.reverse(last);
    assertThat(of("{" + String.join(",", members) + "}")).isEqualTo(of("{" + String.join(",", last) + "}"));
    assertThat(of("{" + String.join(",", members) + "}")).isNotEqualTo(of("{" + String.join(",", members.subList(0, 40)) + "}"));
  }

  private static String reordered(String document) {
    return JsonText.canonical(document).replace(",", " , ");
  }

  private static String document(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 8)) {
      case 0 -> List.of("true", "false", "null").get(random.nextInt(3));
      case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
      case 2 -> Double.toString(random.nextInt(1000) / 8.0);
      case 3 -> Double.toString(Double.longBitsToDouble(random.nextLong() & 0x7FEFFFFFFFFFFFFFL));
      case 4 -> "\"" + List.of("", "a", "é", "\\u00e9", "\\n", "x\\\\y", "🌊").get(random.nextInt(7)) + "\"";
      case 5 -> "[" + String.join(", ", documents(random, depth, "")) + "]";
      default -> "{" + String.join(", ", documents(random, depth, "key")) + "}";
    };
  }

  private static List<String> documents(Random random, int depth, String key) {
    List<String> documents = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      documents.add((key.isEmpty() ? "" : "\"" + key + random.nextInt(3) + "\": ") + document(random, depth - 1));
    }
    return documents;
  }
}
