package dev.tideway.model.rows;

import java.util.Optional;

/**
 * A column as on the target, from its information_schema.COLUMNS.
 *
 * @param name exact name
 * @param type DATA_TYPE in lower case
 * @param columnType COLUMN_TYPE as printed
 * @param charset character set of text columns
 * @param collation collation of text columns
 * @param utf8Stored whether its text is stored as UTF-8 whatever its character set is (latin1 on TiDB)
 * @param autoIncrement whether the target generates its values
 */
public record TargetColumn(
    String name, String type, String columnType, Optional<String> charset, Optional<String> collation, boolean utf8Stored, boolean autoIncrement) {}
