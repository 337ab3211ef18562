package dev.tideway.stored;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Values of records with every member filled; one more than any enum or sealed interface has forms, so that each form occurs. */
final class Samples {
  private static final int MOST = 40;

  private int number;
  private int forms;

  /** One sample of each form. */
  static List<Object> of(JavaType type) {
    List<Object> samples = new ArrayList<>();
    Samples sampler = new Samples();
    do {
      samples.add(sampler.value(type));
      sampler.number++;
    } while (sampler.number < Math.min(sampler.forms, MOST));
    return samples;
  }

  private Object value(JavaType type) {
    Class<?> raw = type.getRawClass();
    if (raw.isEnum()) {
      return pick(List.of(raw.getEnumConstants()));
    }
    if (raw.isSealed()) {
      return value(Json.mapper().constructType(pick(List.of(raw.getPermittedSubclasses()))));
    }
    if (raw.isRecord()) {
      return record(raw);
    }
    if (raw == Optional.class) {
      return Optional.of(value(type.getReferencedType()));
    }
    if (Map.class.isAssignableFrom(raw)) {
      return new LinkedHashMap<>(Map.of(value(type.getKeyType()), value(type.getContentType())));
    }
    if (Set.class.isAssignableFrom(raw)) {
      return new LinkedHashSet<>(Set.of(value(type.getContentType())));
    }
    if (List.class.isAssignableFrom(raw)) {
      return List.of(value(type.getContentType()));
    }
    return plain(raw);
  }

  private <T> T pick(List<T> all) {
    forms = Math.max(forms, all.size());
    return all.get(number % all.size());
  }

  private static Object plain(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return true;
    } else if (type == int.class || type == Integer.class) {
      return 3;
    } else if (type == long.class || type == Long.class) {
      return 5_000_000_000L;
    } else if (type == double.class || type == Double.class) {
      return 0.5;
    } else if (type == OptionalDouble.class) {
      return OptionalDouble.of(0.25);
    } else if (type == BigInteger.class) {
      return BigInteger.TWO.pow(64);
    } else if (type == String.class) {
      return "text";
    } else if (type == Instant.class) {
      return Instant.parse("2026-11-01T10:20:30.123Z");
    } else if (type == Duration.class) {
      return Duration.ofMillis(1500);
    } else if (JsonNode.class.isAssignableFrom(type)) {
      return Json.object().put("member", 1);
    }
    throw new AssertionError("Samples knows no value of " + type + ": add one");
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(Json.mapper().constructType(components[i].getGenericType()));
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a sample of " + type, e);
    }
  }
}
