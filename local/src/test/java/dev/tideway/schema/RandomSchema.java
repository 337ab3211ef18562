package dev.tideway.schema;

import dev.tideway.jdbc.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One random table of a seed: types, nullability, defaults, keys, character sets and collations that every MySQL-compatible source accepts. */
final class RandomSchema {
  private static final List<String> COLLATIONS =
      List.of(
          "utf8mb4_general_ci", "utf8mb4_bin", "utf8mb4_unicode_ci", "utf8mb4_unicode_520_ci", "utf8_general_ci", "utf8_bin", "latin1_swedish_ci",
          "latin1_bin", "ascii_general_ci", "cp1251_general_ci", "utf16_general_ci", "gbk_chinese_ci", "sjis_bin");
  private static final List<String> WORDS = List.of("", "x", "it's", "a\\b", "NULL", "CURRENT_TIMESTAMP", "100%", "`q`", "two words", "-1");
  private static final List<String> NAMES = List.of("c", "select", "a b", "x.y", "q`q", "naïve", "日本", "it's");

  private final Random random;
  private final List<String> columns = new ArrayList<>();
  private final List<String> keyable = new ArrayList<>();
  private final List<String> prefixable = new ArrayList<>();

  private RandomSchema(long seed) {
    this.random = new Random(seed);
  }

  /** The CREATE TABLE for that seed. */
  static String table(long seed, String name) {
    return new RandomSchema(seed).create(name);
  }

  private String create(String name) {
    String key = Sql.name("id");
    String type = pick(List.of("INT", "BIGINT UNSIGNED", "BIGINT", "MEDIUMINT", "INT(11) UNSIGNED"));
    columns.add(key + " " + type + " NOT NULL" + (random.nextBoolean() ? " AUTO_INCREMENT" : ""));
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      column(pick(NAMES) + i);
    }
    List<String> lines = new ArrayList<>(columns);
    lines.add("PRIMARY KEY (" + key + ")");
    int keys = random.nextInt(4);
    for (int i = 0; i < keys; i++) {
      lines.add(index(i));
    }
    String collation = pick(COLLATIONS);
    return "CREATE TABLE " + Sql.name(name) + " (\n  " + String.join(",\n  ", lines) + "\n) DEFAULT CHARSET=" + charset(collation) + " COLLATE="
        + collation + (random.nextInt(3) == 0 ? " COMMENT=" + Sql.quoted(pick(WORDS)) : "");
  }

  private void column(String name) {
    String quoted = Sql.name(name);
    switch (random.nextInt(8)) {
      case 0 -> number(quoted);
      case 1, 2 -> text(quoted);
      case 3 -> time(quoted);
      case 4 -> bytes(quoted);
      case 5 -> choice(quoted);
      case 6 -> lob(quoted);
      default -> generated(quoted);
    }
  }

  private void number(String name) {
    String type =
        pick(
            List.of(
                "TINYINT", "TINYINT(1)", "SMALLINT(5)", "MEDIUMINT UNSIGNED", "INT", "INT(10) UNSIGNED", "BIGINT(20)", "BIGINT UNSIGNED", "DECIMAL(10,2)",
                "DECIMAL(65,30)", "DECIMAL(5,0) UNSIGNED", "FLOAT", "DOUBLE", "BIT(1)", "BIT(17)", "YEAR", "BOOLEAN"));
    String value = type.startsWith("YEAR") ? "1999" : type.startsWith("BIT") ? "b'1'" : String.valueOf(random.nextInt(100));
    columns.add(name + " " + type + nullAndDefault(value));
    keyable.add(name);
  }

  private void text(String name) {
    String collation = pick(COLLATIONS);
    String type = pick(List.of("CHAR(1)", "CHAR(20)", "VARCHAR(1)", "VARCHAR(40)", "VARCHAR(191)", "VARCHAR(1000)"));
    String word = type.contains("(1)") ? "" : pick(WORDS);
    columns.add(name + " " + type + " CHARACTER SET " + charset(collation) + " COLLATE " + collation + nullAndDefault(Sql.quoted(word)) + comment());
    (type.contains("1000") ? prefixable : keyable).add(name);
  }

  private void time(String name) {
    int fraction = random.nextInt(7);
    String digits = fraction == 0 ? "" : "(" + fraction + ")";
    switch (random.nextInt(4)) {
      case 0 -> columns.add(name + " DATE" + nullAndDefault("'2020-02-29'"));
      case 1 -> columns.add(name + " TIME" + digits + nullAndDefault("'-01:02:03'"));
      case 2 -> columns.add(
          name + " DATETIME" + digits + nullAndDefault(random.nextBoolean() ? "CURRENT_TIMESTAMP" + digits : "'2020-01-01 00:00:00'")
              + (random.nextInt(3) == 0 ? " ON UPDATE CURRENT_TIMESTAMP" + digits : ""));
      default -> columns.add(
          name + " TIMESTAMP" + digits + (random.nextBoolean() ? " NOT NULL DEFAULT CURRENT_TIMESTAMP" + digits : " NULL DEFAULT '2001-02-03 04:05:06'"));
    }
    keyable.add(name);
  }

  private void bytes(String name) {
    String type = pick(List.of("BINARY(1)", "BINARY(16)", "VARBINARY(1)", "VARBINARY(255)"));
    columns.add(name + " " + type + nullAndDefault("'" + pick(List.of("", "a", "Z")) + "'"));
    keyable.add(name);
  }

  private void choice(String name) {
    String collation = pick(COLLATIONS);
    columns.add(
        name + " " + pick(List.of("ENUM", "SET")) + "('x','y y','it''s') CHARACTER SET " + charset(collation) + " COLLATE " + collation
            + nullAndDefault("'y y'"));
    keyable.add(name);
  }

  private void lob(String name) {
    String collation = pick(COLLATIONS);
    String type = pick(List.of("TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB", "JSON"));
    boolean text = type.endsWith("TEXT");
    columns.add(
        name + " " + type + (text ? " CHARACTER SET " + charset(collation) + " COLLATE " + collation : "") + (random.nextBoolean() ? " NOT NULL" : ""));
    if (!type.equals("JSON")) {
      prefixable.add(name);
    }
  }

  private void generated(String name) {
    String kind = random.nextBoolean() ? "STORED" : "VIRTUAL";
    // MySQL refuses a generated column over a counter
    if (columns.getFirst().endsWith("AUTO_INCREMENT")) {
      columns.add(name + " INT AS (1 + " + random.nextInt(9) + ") " + kind);
    } else {
      columns.add(name + " " + pick(List.of("BIGINT AS (`id` + 1) ", "VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin AS (concat('n-',`id`,'''')) ",
          "INT AS (if(`id` > 5,1,NULL)) ")) + kind);
    }
    keyable.add(name);
  }

  private String index(int number) {
    String kind = random.nextInt(4) == 0 ? "UNIQUE KEY " : "KEY ";
    List<String> parts = new ArrayList<>();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      String part =
          !prefixable.isEmpty() && random.nextInt(3) == 0 ? pick(prefixable) + "(" + (1 + random.nextInt(20)) + ")" : keyable.isEmpty() ? "`id`" : pick(keyable);
      if (parts.stream().noneMatch(p -> p.startsWith(part.replaceFirst("\\(\\d+\\)$", "")))) {
        parts.add(part + (random.nextInt(5) == 0 ? " DESC" : ""));
      }
    }
    return kind + Sql.name(pick(NAMES) + " k" + number) + " (" + String.join(", ", parts) + ")";
  }

  private String nullAndDefault(String value) {
    return switch (random.nextInt(5)) {
      case 0 -> " NOT NULL";
      case 1 -> " NULL DEFAULT NULL";
      case 2 -> " NOT NULL DEFAULT " + value;
      case 3 -> " DEFAULT " + value;
      default -> "";
    };
  }

  private String comment() {
    return random.nextInt(4) == 0 ? " COMMENT " + Sql.quoted(pick(WORDS)) : "";
  }

  private static String charset(String collation) {
    return collation.substring(0, collation.indexOf('_'));
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
