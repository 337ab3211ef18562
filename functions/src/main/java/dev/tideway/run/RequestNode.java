package dev.tideway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One node of the request's JSON. It reads values, fills in defaults, and records every mistake with its JSON pointer instead of stopping at the first one. */
final class RequestNode {
  private final JsonNode json;
  private final String pointer;
  private final List<Finding> mistakes;

  RequestNode(JsonNode json, String pointer, List<Finding> mistakes) {
    this.json = json;
    this.pointer = pointer;
    this.mistakes = mistakes;
  }

  /** The member with that name. An absent member and null are treated the same. */
  RequestNode get(String name) {
    JsonNode child = json.path(name);
    return new RequestNode(child.isNull() ? MissingNode.getInstance() : child, pointer + "/" + name.replace("~", "~0").replace("/", "~1"), mistakes);
  }

  boolean present() {
    return !json.isMissingNode();
  }

  boolean isText() {
    return json.isTextual();
  }

  String pointer() {
    return pointer;
  }

  /** Checks that the object has no other members than these. */
  void members(String... names) {
    if (!present()) {
      return;
    }
    if (!json.isObject()) {
      mistake(FindingCode.WRONG_TYPE, shown(), "an object", "write {…} with the members " + String.join(", ", names));
      return;
    }
    Set<String> known = Set.of(names);
    for (Iterator<String> it = json.fieldNames(); it.hasNext(); ) {
      String name = it.next();
      if (!known.contains(name)) {
        get(name).mistake(FindingCode.MEMBER_UNKNOWN, "an unknown member", "one of " + String.join(", ", names), "remove it, or correct its spelling");
      }
    }
  }

  /** A required text. After a mistake it returns a fallback, so that reading continues. */
  String required(String needed, String fix) {
    if (!present()) {
      mistake(FindingCode.MEMBER_MISSING, "nothing", needed, fix);
      return "";
    }
    return text().orElse("");
  }

  Optional<String> text() {
    if (!present()) {
      return Optional.empty();
    }
    if (!json.isTextual()) {
      mistake(FindingCode.WRONG_TYPE, shown(), "a text", "write it in quotes");
      return Optional.empty();
    }
    return Optional.of(json.textValue());
  }

  boolean flag(boolean otherwise) {
    if (!present()) {
      return otherwise;
    }
    if (!json.isBoolean()) {
      mistake(FindingCode.WRONG_TYPE, shown(), "true or false", "write true or false without quotes");
    }
    return json.asBoolean(otherwise);
  }

  int number(int otherwise, int least, int most) {
    if (!present()) {
      return otherwise;
    }
    if (!json.isInt()) {
      mistake(FindingCode.WRONG_TYPE, shown(), "a whole number", "write a number without quotes");
      return otherwise;
    }
    if (json.intValue() < least || json.intValue() > most) {
      mistake(FindingCode.OUT_OF_RANGE, shown(), least + " to " + most, "choose a number in that range; " + otherwise + " is the default");
    }
    return json.intValue();
  }

  <E extends Enum<E>> E choice(Class<E> type, E otherwise) {
    return choice(EnumSet.allOf(type), otherwise);
  }

  <E extends Enum<E>> E choice(Set<E> offered, E otherwise) {
    if (!present()) {
      return otherwise;
    }
    return offered.stream()
        .filter(e -> json.isTextual() && e.name().equals(json.textValue()))
        .findFirst()
        .orElseGet(
            () -> {
              String names = String.join(", ", offered.stream().map(Enum::name).toList());
              mistake(FindingCode.OUT_OF_RANGE, shown(), "one of " + names, "choose one; " + otherwise.name() + " is the default");
              return otherwise;
            });
  }

  List<RequestNode> items() {
    if (!present()) {
      return List.of();
    }
    if (!json.isArray()) {
      mistake(FindingCode.WRONG_TYPE, shown(), "a list", "write […]");
      return List.of();
    }
    List<RequestNode> items = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      items.add(new RequestNode(json.get(i), pointer + "/" + i, mistakes));
    }
    return items;
  }

  List<String> texts() {
    return items().stream().map(RequestNode::text).flatMap(Optional::stream).toList();
  }

  Map<String, String> textMap() {
    Map<String, String> map = new TreeMap<>();
    if (present() && !json.isObject()) {
      mistake(FindingCode.WRONG_TYPE, shown(), "an object of texts", "write {\"name\": \"value\"}");
      return map;
    }
    for (Iterator<String> it = json.fieldNames(); it.hasNext(); ) {
      String name = it.next();
      get(name).text().ifPresent(value -> map.put(name, value));
    }
    return map;
  }

  void mistake(FindingCode code, String found, String needed, String fix) {
    mistakes.add(Finding.blocker(code, pointer.isEmpty() ? "/" : pointer, found, needed, fix));
  }

  /** The value for a message. Long values are cut, since the full text of a certificate in the wrong place does not help the reader. */
  String shown() {
    String text = json.toString();
    return text.length() <= 60 ? text : String.format(Locale.ROOT, "%s… (%d characters)", text.substring(0, 60), text.length());
  }
}
