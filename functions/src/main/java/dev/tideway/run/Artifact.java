package dev.tideway.run;

import com.fasterxml.jackson.core.type.TypeReference;
import java.lang.reflect.Type;

/**
 * A JSON file of a migration. The class that writes the file declares it once. Readers use that declaration, so that no file name is misspelt and no file is read as a different
 * type.
 *
 * @param name below the prefix of the execution
 * @param type how its content is read
 */
public record Artifact<T>(String name, TypeReference<T> type) {
  /** A file that holds one record. */
  public static <T> Artifact<T> of(String name, Class<T> type) {
    return new Artifact<>(
        name,
        new TypeReference<>() {
          @Override
          public Type getType() {
            return type;
          }
        });
  }
}
