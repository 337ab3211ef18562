package dev.tideway.aws;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Data that one release of Tideway writes and a different release may read, since a new release can be deployed during a migration: objects in S3, items in DynamoDB, and the input
 * that an execution passes to functions. A running execution keeps the state machine definition with which it was started.
 *
 * <p>All stored data has a format number: objects as metadata, so that their content does not change, and items as an attribute. Data without a number was written before format
 * numbers existed. Within one format number, fields are only added, as {@code Optional} or as a collection.
 */
public final class Stored {
  /** The format that this release writes. It reads this format and all earlier ones. */
  public static final int FORMAT = 1;

  static final String METADATA = "tideway-format";
  private static final String ATTRIBUTE = "format";

  private Stored() {}

  /** The attribute of an item that holds the format number. */
  public static Map<String, AttributeValue> format() {
    return Map.of(ATTRIBUTE, AttributeValue.fromN(Integer.toString(FORMAT)));
  }

  /**
   * An item's attribute.
   *
   * @throws MigrationFailed if there is none, or if the item is of a later format
   */
  public static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
    String record = item.get("kind").s() + " " + item.get("id").s();
    check(record, Optional.ofNullable(item.get(ATTRIBUTE)).map(AttributeValue::n));
    return Optional.ofNullable(item.get(name)).orElseThrow(() -> unreadable(record, name + " is missing"));
  }

  /**
   * An item's attribute whose value is the name of an enum constant.
   *
   * @throws MigrationFailed as {@link #attribute}, or if this release does not know the constant
   */
  public static <E extends Enum<E>> E constant(Map<String, AttributeValue> item, String name, Class<E> type) {
    String constant = attribute(item, name).s();
    return EnumSet.allOf(type).stream()
        .filter(one -> one.name().equals(constant))
        .findFirst()
        .orElseThrow(() -> unreadable(item.get("kind").s() + " " + item.get("id").s(), name + " is " + constant + ", which this release does not know"));
  }

  /** Throws an exception if only a later release can read the data. */
  static void check(String record, Optional<String> format) {
    if (format.isPresent() && Integer.parseInt(format.get()) > FORMAT) {
      throw new MigrationFailed(
          ErrorCode.WRITTEN_BY_LATER_RELEASE,
          record + " was written by a later release, in format " + format.get() + "; this release reads formats up to " + FORMAT
              + ": deploy that release again, then start the same request again");
    }
  }

  /** Reads the JSON of an object or an item, which a different release may have written. */
  public static <T> T read(String record, String json, Class<T> type) {
    return reading(record, () -> Json.lenient().readValue(json, type));
  }

  /** Like {@link #read(String, String, Class)}, of a tree. */
  public static <T> T read(String record, JsonNode json, Class<T> type) {
    return reading(record, () -> Json.lenient().treeToValue(json, type));
  }

  /** Like {@link #read(String, String, Class)}, from a stream. */
  public static <T> T read(String record, InputStream json, Class<T> type) {
    return reading(record, () -> Json.lenient().readValue(json, type));
  }

  /** Like {@link #read(String, InputStream, Class)}, for lists and maps. */
  public static <T> T read(String record, InputStream json, TypeReference<T> type) {
    JavaType java = Json.lenient().constructType(type);
    return reading(record, () -> Json.lenient().readValue(json, java));
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T reading(String record, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw failure(record, e);
    }
  }

  /** Jackson wraps every exception that ends the reading of an element, also that of a lost connection, which does not mean that the record is wrong. */
  private static RuntimeException failure(String record, IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException broken && !(cause instanceof JsonProcessingException)) {
        return new UncheckedIOException(broken);
      }
    }
    if (e instanceof JsonMappingException mapping) {
      // without Jackson's message, which may contain the value of a row
      return unreadable(record, pointer(mapping) + " is missing, or has a value that this release does not know");
    }
    return unreadable(record, "it is not JSON");
  }

  private static String pointer(JsonMappingException e) {
    JsonPointer pointer = JsonPointer.empty();
    for (JsonMappingException.Reference step : e.getPath()) {
      pointer = step.getFieldName() == null ? pointer.appendIndex(step.getIndex()) : pointer.appendProperty(step.getFieldName());
    }
    return pointer.equals(JsonPointer.empty()) ? "its content" : pointer.toString();
  }

  private static MigrationFailed unreadable(String record, String what) {
    return new MigrationFailed(
        ErrorCode.RECORD_UNREADABLE,
        record + " cannot be read by this release: " + what + "; deploy the release that wrote it, or start the same request again, which writes it again");
  }
}
