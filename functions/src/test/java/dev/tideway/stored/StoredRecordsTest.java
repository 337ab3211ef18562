package dev.tideway.stored;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Stored;
import dev.tideway.json.Json;
import dev.tideway.lambda.Handler;
import dev.tideway.testing.MemoryObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A deployment can happen during a migration. So this release reads what every earlier release has written: the files in the bucket, and what a running
 * execution of an older definition passes to functions. {@code src/test/resources/stored/<format>} contains it, with every member filled; {@code
 * -Dtideway.golden=write} adds missing files and changes no existing one. If a test fails here, make the new member {@code Optional} or a collection, or
 * continue to read the old one.
 */
final class StoredRecordsTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path GOLDEN = Path.of("src/test/resources/stored");
  private static final boolean WRITING = "write".equals(System.getProperty("tideway.golden"));

  private static final StoredTypes FOUND = StoredTypes.find(SOURCES);

  @Test
  void everythingStoredHasAGoldenFileThatThisReleaseReads() {
    assertThat(FOUND.types()).as("stored types: are the sources still understood?").contains("dev.tideway.run.Migration", "dev.tideway.model.Inventory");
    FOUND.types().forEach(name -> check(name(name), Json.mapper().getTypeFactory().constructFromCanonical(name)));
  }

  @Test
  void everyWriterOfItemsHasAGoldenFile() {
    assertThat(FOUND.writersOfItems()).isNotEmpty().allSatisfy(writer -> assertThat(GOLDEN.resolve(Stored.FORMAT + "/item." + writer + ".json")).exists());
  }

  @Test
  void everyHandlerReadsAndReturnsWhatAnOlderDefinitionUses() {
    Map<String, Class<?>> handlers = handlers();
    assertThat(handlers).hasSizeGreaterThan(30);
    handlers.forEach(
        (name, handler) -> {
          Type[] types = ((ParameterizedType) handler.getGenericSuperclass()).getActualTypeArguments();
          if (types[0] != JsonNode.class) {
            check("input." + name, Json.mapper().constructType(types[0]));
            check("output." + name, types[1]);
          }
        });
  }

  /** The state machine distinguishes the kinds of an answer by itself. */
  private static void check(String name, Type type) {
    if (type instanceof Class<?> kinds && kinds.isSealed()) {
      Stream.of(kinds.getPermittedSubclasses()).forEach(kind -> check(name + "." + kind.getSimpleName(), Json.mapper().constructType(kind)));
    } else {
      check(name, Json.mapper().constructType(type));
    }
  }

  /** A running execution still calls the functions by the names that its definition has. */
  @Test
  void noFunctionDisappearsThatAnOlderDefinitionCalls() {
    assertThat(golden("input.")).allSatisfy(file -> assertThat(handlers()).containsKey(file.replaceFirst("^input\\.", "").replace(".json", "")));
  }

  private static void check(String name, JavaType type) {
    Path newest = GOLDEN.resolve(Stored.FORMAT + "/" + name + ".json");
    if (WRITING && !Files.exists(newest)) {
      write(newest, Samples.of(type));
    }
    assertThat(newest).as("no golden file: run this test with -Dtideway.golden=write, and look at what it wrote").exists();
    for (int format = 1; format <= Stored.FORMAT; format++) {
      Path file = GOLDEN.resolve(format + "/" + name + ".json");
      if (Files.exists(file)) {
        for (JsonNode golden : Json.read(text(file), JsonNode.class)) {
          JsonNode again = Json.tree(read(name, golden, type));
          assertThat(missing(golden, again, "")).as("members of %s that are read no more, or differently", file).isEmpty();
          assertThat(Json.tree(read(name, withUnknownMembers(golden), type))).as("%s with members of a later release", file).isEqualTo(again);
        }
      }
    }
  }

  /** As the store reads it. */
  private static Object read(String name, JsonNode json, JavaType type) {
    ObjectStore objects = new MemoryObjects();
    objects.putJson(name, json);
    return objects.read(
        name,
        new TypeReference<>() {
          @Override
          public Type getType() {
            return type;
          }
        });
  }

  private static String missing(JsonNode old, JsonNode now, String at) {
    StringBuilder text = new StringBuilder();
    if (old.isObject()) {
      old.properties().forEach(m -> text.append(missing(m.getValue(), now.path(m.getKey()), at + "/" + m.getKey())));
    } else if (old.isArray()) {
      for (int i = 0; i < old.size(); i++) {
        text.append(missing(old.get(i), now.path(i), at + "/" + i));
      }
    } else if (!old.asText().equals(now.asText())) {
      text.append(at).append(": ").append(old).append(" is now ").append(now).append('\n');
    }
    return text.toString();
  }

  private static JsonNode withUnknownMembers(JsonNode json) {
    JsonNode copy = json.deepCopy();
    addTo(copy);
    return copy;
  }

  private static void addTo(JsonNode json) {
    // free trees and maps have no unknown members: their members are data
    if (json instanceof ObjectNode object && !object.has("member") && !object.has("text")) {
      object.forEach(StoredRecordsTest::addTo);
      if (!object.isEmpty() && object.properties().stream().noneMatch(m -> m.getKey().equals("text"))) {
        object.putObject("ofALaterRelease").put("n", 1);
      }
    } else if (json instanceof ArrayNode array) {
      array.forEach(StoredRecordsTest::addTo);
    }
  }

  private static Map<String, Class<?>> handlers() {
    Map<String, Class<?>> handlers = new TreeMap<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      files
          .filter(f -> f.toString().endsWith("Handler.java") && !f.endsWith("Handler.java"))
          .map(f -> SOURCES.relativize(f).toString().replace(".java", "").replace('/', '.'))
          .map(StoredRecordsTest::handler)
          .filter(handler -> !Modifier.isAbstract(handler.getModifiers()))
          .forEach(handler -> handlers.put(handler.getSimpleName(), handler));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return handlers;
  }

  private static Class<?> handler(String name) {
    try {
      Class<?> handler = Class.forName(name);
      assertThat(Handler.class).as(name).isAssignableFrom(handler);
      return handler;
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> golden(String prefix) {
    try (Stream<Path> files = Files.walk(GOLDEN)) {
      return files.map(f -> f.getFileName().toString()).filter(f -> f.startsWith(prefix)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(String type) {
    return type.replaceAll("dev\\.tideway\\.|java\\.(util|lang|time)\\.", "").replaceAll("[<,]", "-").replace(">", "").replace('$', '.');
  }

  private static void write(Path file, List<Object> samples) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, samples.stream().map(Json::write).reduce((a, b) -> a + ",\n" + b).map(t -> "[" + t + "]\n").orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
