package dev.tideway.local.dms;

import dev.tideway.local.cloud.AwsError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocalTableMappingsTest {
  private static String rules(String... rules) {
    return "{\"rules\": [" + String.join(", ", rules) + "]}";
  }

  private static String selection(int id, String action, String schema, String table, String more) {
    return """
        {"rule-type": "selection", "rule-id": "%d", "rule-name": "%d", "rule-action": "%s",
         "object-locator": {"schema-name": "%s", "table-name": "%s"}%s}""".formatted(id, id, action, schema, table, more);
  }

  private static String removal(int id, String schema, String table, String column) {
    return """
        {"rule-type": "transformation", "rule-id": "%d", "rule-name": "%d", "rule-action": "remove-column", "rule-target": "column",
         "object-locator": {"schema-name": "%s", "table-name": "%s", "column-name": "%s"}}""".formatted(id, id, schema, table, column);
  }

  @Test
  void selectsByPatternMinusExclusions() throws AwsError {
    LocalTableMappings mappings = LocalTableMappings.parse(rules(selection(1, "include", "shop", "%", ""),
        selection(2, "exclude", "shop", "tmp%", "")));
    assertThat(mappings.captures(new TableName("shop", "orders"))).isTrue();
    assertThat(mappings.captures(new TableName("shop", "tmp_1"))).isFalse();
    assertThat(mappings.captures(new TableName("shop2", "orders"))).isFalse();
    assertThat(mappings.named()).isEmpty();
  }

  @Test
  void aNameIsTakenLiterallyAroundItsWildcards() throws AwsError {
    LocalTableMappings mappings = LocalTableMappings.parse(rules(selection(1, "include", "a.b", "x\\\\E%_(", "")));
    assertThat(mappings.captures(new TableName("a.b", "x\\Eanything_("))).isTrue();
    assertThat(mappings.captures(new TableName("aXb", "x\\Eanything_("))).isFalse();
    assertThat(mappings.captures(new TableName("a.b", "x\\Eanything("))).isFalse();
  }

  @Test
  void namesTablesOneByOneWithTheirLoadOrder() throws AwsError {
    LocalTableMappings mappings = LocalTableMappings.parse(rules(selection(1, "explicit", "shop", "orders", ", \"load-order\": 7"),
        selection(2, "explicit", "shop", "items", "")));
    assertThat(mappings.named()).containsExactlyInAnyOrder(new TableName("shop", "orders"), new TableName("shop", "items"));
    assertThat(mappings.loadOrder(new TableName("shop", "orders"))).isEqualTo(7);
    assertThat(mappings.loadOrder(new TableName("shop", "items"))).isZero();
    assertThat(mappings.captures(new TableName("shop", "customers"))).isFalse();
  }

  @Test
  void removesColumnsByNameAndByPattern() throws AwsError {
    LocalTableMappings mappings = LocalTableMappings.parse(rules(selection(1, "include", "shop", "%", ""),
        removal(2, "shop", "orders", "total"), removal(3, "%", "%", "gen_%")));
    assertThat(mappings.removes(new TableName("shop", "orders"), "total")).isTrue();
    assertThat(mappings.removes(new TableName("shop", "items"), "total")).isFalse();
    assertThat(mappings.removes(new TableName("shop", "items"), "gen_x")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{", "{}", "{\"rules\": []}",
      "{\"rules\": [{\"rule-type\": \"selection\", \"rule-id\": \"1\", \"rule-name\": \"1\", \"rule-action\": \"exclude\","
          + " \"object-locator\": {\"schema-name\": \"a\", \"table-name\": \"b\"}}]}",
      "{\"rules\": [{\"rule-type\": \"selection\", \"rule-id\": \"1\", \"rule-name\": \"1\", \"rule-action\": \"explicit\","
          + " \"object-locator\": {\"schema-name\": \"a\", \"table-name\": \"%\"}}]}",
      "{\"rules\": [{\"rule-type\": \"selection\", \"rule-id\": \"1\", \"rule-name\": \"1\", \"rule-action\": \"include\","
          + " \"object-locator\": {\"schema-name\": \"a\", \"table-name\": \"b\"}, \"filters\": [{}]}]}",
      "{\"rules\": [{\"rule-type\": \"selection\", \"rule-id\": \"1\", \"rule-name\": \"1\", \"rule-action\": \"include\","
          + " \"object-locator\": {\"schema-name\": \"a\", \"table-name\": \"b\", \"table-type\": \"view\"}}]}",
      "{\"rules\": [{\"rule-type\": \"table-settings\", \"rule-id\": \"1\", \"rule-name\": \"1\", \"object-locator\": {}}]}",
      "{\"rules\": [{\"rule-type\": \"transformation\", \"rule-id\": \"1\", \"rule-name\": \"1\", \"rule-action\": \"rename\","
          + " \"rule-target\": \"schema\", \"object-locator\": {\"schema-name\": \"a\"}}]}"})
  void refusesDifferentRules(String json) {
    assertThatThrownBy(() -> LocalTableMappings.parse(json)).isInstanceOf(AwsError.class);
  }

  @Test
  void refusesDuplicateRuleIdsAndTooLargeDocuments() {
    assertThatThrownBy(() -> LocalTableMappings.parse(rules(selection(1, "include", "a", "%", ""), selection(1, "include", "b", "%", ""))))
        .hasMessageContaining("unique");
    assertThatThrownBy(() -> LocalTableMappings.parse(" ".repeat(LocalTableMappings.MAX_BYTES) + rules(selection(1, "include", "a", "%", ""))))
        .hasMessageContaining("2 MB");
  }
}
