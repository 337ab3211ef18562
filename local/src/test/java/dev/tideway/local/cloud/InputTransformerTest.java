package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InputTransformerTest {
  private static final JsonNode EVENT = LocalJson.parse("{\"detail\": {\"a\": {\"b\": [1, {\"c\": \"say \\\"x\\\"\"}]}}}");

  private static String input(String target) {
    return InputTransformer.input(LocalJson.parse(target), EVENT, "rule", "arn:rule");
  }

  @Test
  void passesTheWholeEventByDefault() {
    assertThat(input("{}")).isEqualTo(LocalJson.text(EVENT));
    assertThat(input("{\"Input\": \"{}\"}")).isEqualTo("{}");
    assertThat(input("{\"InputPath\": \"$.detail.a.b[0]\"}")).isEqualTo("1");
  }

  @Test
  void fillsATemplateInAndOutsideStrings() {
    assertThat(input("""
        {"InputTransformer": {"InputPathsMap": {"c": "$.detail.a.b[1].c", "b": "$.detail.a.b"},
          "InputTemplate": "{\\"text\\": \\"<c>!\\", \\"list\\": <b>, \\"rule\\": <aws.events.rule-name>}"}}"""))
        .isEqualTo("{\"text\": \"say \\\"x\\\"!\", \"list\": [1,{\"c\":\"say \\\"x\\\"\"}], \"rule\": \"rule\"}");
  }
}
