package dev.tideway.schema;

import java.util.ArrayList;
import java.util.List;

/** Tables that contain every type of column with every option that servers print. */
final class EveryType {
  private static final List<String> NUMBERS =
      List.of(
          "TINYINT", "TINYINT(1)", "TINYINT(4)", "SMALLINT", "SMALLINT(5)", "MEDIUMINT", "MEDIUMINT(1)", "INT", "INT(1)", "INT(11)", "INT(255)", "BIGINT",
          "BIGINT(20)", "DECIMAL", "DECIMAL(1,0)", "DECIMAL(11)", "DECIMAL(65,0)", "DECIMAL(65,30)", "DECIMAL(30,30)", "FLOAT", "FLOAT(1)", "FLOAT(24)",
          "FLOAT(25)", "FLOAT(53)", "FLOAT(1,0)", "FLOAT(11,0)", "FLOAT(255,0)", "FLOAT(7,2)", "FLOAT(255,30)", "DOUBLE", "DOUBLE(1,0)", "DOUBLE(11,0)",
          "DOUBLE(255,0)", "DOUBLE(15,8)", "DOUBLE(255,30)", "REAL(5,1)");
  private static final List<String> SIGNS = List.of("", " UNSIGNED", " ZEROFILL", " UNSIGNED ZEROFILL");
  private static final List<String> OTHERS =
      List.of(
          "BIT", "BIT(1)", "BIT(64)", "YEAR", "DATE", "TIME", "TIME(1)", "TIME(6)", "DATETIME", "DATETIME(3)", "DATETIME(6)", "TIMESTAMP NULL",
          "TIMESTAMP(6) NULL", "JSON", "BINARY", "BINARY(0)", "BINARY(255)", "VARBINARY(0)", "VARBINARY(1)", "VARBINARY(3000)", "TINYBLOB", "BLOB", "BLOB(10)",
          "MEDIUMBLOB", "LONGBLOB");
  private static final List<String> TEXTS =
      List.of(
          "CHAR", "CHAR(0)", "CHAR(255)", "VARCHAR(0)", "VARCHAR(1)", "VARCHAR(300)", "TINYTEXT", "TEXT", "TEXT(10)", "MEDIUMTEXT", "LONGTEXT",
          "ENUM('a')", "ENUM('a\\nb','c\\rd','e\\tf','g\\\\h','it''s','\"','`','é',',',')')", "SET('a\\nb','x','g\\\\h','it''s','(')");
  private static final List<String> CHARSETS =
      List.of(
          "utf8mb4 COLLATE utf8mb4_bin", "utf8mb4 COLLATE utf8mb4_unicode_ci", "utf8 COLLATE utf8_general_ci", "latin1 COLLATE latin1_swedish_ci",
          "latin1 COLLATE latin1_bin", "ascii COLLATE ascii_bin", "gbk COLLATE gbk_chinese_ci", "utf16 COLLATE utf16_bin");
  private static final List<String> COMPRESSED =
      List.of("LONGTEXT COMPRESSED", "VARCHAR(300) COMPRESSED", "VARBINARY(300) COMPRESSED", "BLOB COMPRESSED", "TINYTEXT COMPRESSED");

  private EveryType() {}

  static List<String> tables(boolean mariadb) {
    List<String> tables = new ArrayList<>();
    for (String sign : SIGNS) {
      for (String option : List.of("", " NOT NULL", " DEFAULT 1", " NOT NULL DEFAULT 0")) {
        // a number between 0 and 1 only
        boolean one = option.endsWith("1");
        tables.add(table(tables.size(), NUMBERS.stream().filter(n -> !(one && n.equals("DECIMAL(30,30)"))).map(n -> n + sign + option).toList()));
      }
    }
    for (String option : List.of("", " NOT NULL", " COMMENT 'it''s \\\\ a\\nb'")) {
      tables.add(table(tables.size(), OTHERS.stream().map(o -> option.contains("NOT") ? o.replace(" NULL", " DEFAULT '2001-01-01 00:00:00'") + option : o + option).toList()));
      for (String charset : CHARSETS) {
        tables.add(table(tables.size(), TEXTS.stream().map(t -> t + " CHARACTER SET " + charset + option).toList()));
      }
    }
    if (mariadb) {
      tables.add(table(tables.size(), COMPRESSED));
    }
    return tables;
  }

  private static String table(int number, List<String> definitions) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < definitions.size(); i++) {
      columns.add("c" + i + " " + definitions.get(i));
    }
    return "CREATE TABLE t" + number + " (id INT PRIMARY KEY, " + String.join(", ", columns) + ")";
  }
}
