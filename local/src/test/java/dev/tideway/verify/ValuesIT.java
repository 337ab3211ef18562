package dev.tideway.verify;

import dev.tideway.fixture.Pair;
import dev.tideway.local.servers.LocalFlavour;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Equal values are equal on both servers, different ones are not, for every type. */
class ValuesIT {
  /** A column, its values as SQL, and two values with the smallest difference that its type allows. */
  private record Type(String name, String source, String target, List<String> values, String one, String other) {
    Type(String name, String definition, List<String> values, String one, String other) {
      this(name, definition, definition, values, one, other);
    }
  }

  private static final List<Type> TYPES = List.of(
      new Type("ti", "TINYINT", List.of("-128", "0", "127"), "1", "-1"),
      new Type("tu", "TINYINT UNSIGNED", List.of("0", "255"), "254", "255"),
      new Type("bool", "TINYINT(1)", List.of("0", "1"), "0", "1"),
      new Type("si", "SMALLINT", List.of("-32768", "32767"), "0", "1"),
      new Type("mi", "MEDIUMINT UNSIGNED", List.of("0", "16777215"), "0", "1"),
      new Type("i", "INT", List.of("-2147483648", "2147483647"), "0", "1"),
      new Type("zf", "INT ZEROFILL", List.of("0", "5", "4294967295"), "0", "1"),
      new Type("bi", "BIGINT", List.of("-9223372036854775808", "9223372036854775807"), "9223372036854775806", "9223372036854775807"),
      new Type("bu", "BIGINT UNSIGNED", List.of("0", "18446744073709551615"), "18446744073709551614", "18446744073709551615"),
      new Type("de", "DECIMAL(65,30)", List.of("0", "-0.000000000000000000000000000001", "99999999999999999999999999999999999.999999999999999999999999999999"),
          "0.000000000000000000000000000001", "0.000000000000000000000000000002"),
      new Type("df", "DECIMAL(30,30)", List.of("0", "-0.100000000000000000000000000007", "0.999999999999999999999999999999"),
          "-0.000000000000000000000000000001", "-0.000000000000000000000000000002"),
      new Type("d1", "DECIMAL(1,1)", List.of("-0.9", "0.9"), "-0.1", "-0.2"),
      new Type("d2", "DECIMAL(30,29)", List.of("-9.99999999999999999999999999999"), "-1.00000000000000000000000000001", "-1.00000000000000000000000000002"),
      new Type("d3", "DECIMAL(1,0)", List.of("-9", "0"), "-1", "-2"),
      new Type("d4", "DECIMAL(65,0)", List.of("-99999999999999999999999999999999999999999999999999999999999999999"), "-1", "-2"),
      new Type("d5", "DECIMAL(5,1)", List.of("-9999.9"), "-0.1", "-0.2"),
      new Type("dz", "DECIMAL(10,2) ZEROFILL", List.of("0", "1.50"), "1.50", "1.51"),
      new Type("db", "DOUBLE", List.of("0", "-1e308", "2.2250738585072014e-308", "4.9e-324", "0.1", "1e15", "123456789012345680000", "1e-15", "1e-16"), "0.1",
          "0.10000000000000002"),
      new Type("dm", "DOUBLE(10,3)", List.of("0", "1.5", "-0.125"), "1.5", "1.501"),
      new Type("fl", "FLOAT", List.of("0", "1.1", "-3.4e38", "1e-38", "16777216"), "1.1", "1.2"),
      new Type("fm", "FLOAT(7,2)", List.of("0", "1.5"), "1.5", "1.25"),
      new Type("b1", "BIT(1)", List.of("b'0'", "b'1'"), "b'0'", "b'1'"),
      new Type("b64", "BIT(64)", List.of("0", "18446744073709551615"), "18446744073709551614", "18446744073709551615"),
      new Type("ch", "CHAR(10) COLLATE utf8mb4_bin", List.of("''", "'a'", "'é🌊'"), "'a'", "'A'"),
      new Type("vc", "VARCHAR(40) COLLATE utf8mb4_general_ci", List.of("''", "' '", "'a,b'", "x'5c27220d0a00'", "'🌊'"), "'a'", "'a '"),
      new Type("ci", "VARCHAR(40) COLLATE utf8mb4_unicode_ci", List.of("'straße'"), "'é'", "'e'"),
      new Type("l1", "VARCHAR(40) CHARACTER SET latin1", "VARCHAR(40) CHARACTER SET utf8mb4", List.of("''", "'é€ÿ'"), "'é'", "'è'"),
      new Type("lk", "VARCHAR(40) CHARACTER SET latin1", "VARCHAR(40) CHARACTER SET latin1", List.of("''", "'é€ÿ'"), "'é'", "'è'"),
      new Type("cy", "VARCHAR(40) CHARACTER SET cp1251", "VARCHAR(40) CHARACTER SET utf8mb4", List.of("'тест'"), "'а'", "'б'"),
      recoded("latin2", "Łódź žluťoučký", "č", "c"),
      recoded("latin5", "İstanbul ğış", "ı", "i"),
      recoded("latin7", "Žemaitė ąčęėįšų", "ė", "e"),
      recoded("cp1250", "Łódź „€“", "ž", "z"),
      recoded("cp1256", "سلام", "س", "ش"),
      recoded("cp1257", "Žemaitė €", "ė", "e"),
      recoded("cp850", "é½┐ß", "é", "e"),
      recoded("cp852", "Łódź ─", "ł", "l"),
      recoded("cp866", "Привет ─", "а", "a"),
      recoded("koi8r", "Привет ё", "а", "a"),
      recoded("koi8u", "Їжак ґ", "і", "i"),
      recoded("greek", "Ελλάδα", "ο", "o"),
      recoded("hebrew", "שלום", "ש", "ס"),
      recoded("tis620", "สวัสดี", "ก", "ข"),
      recoded("macroman", "éπ∂", "é", "è"),
      recoded("macce", "Łódź žluť", "č", "c"),
      recoded("dec8", "ÅÄÖ", "Å", "A"),
      recoded("hp8", "é", "é", "e"),
      recoded("swe7", "ÅÄÖ", "Å", "A"),
      recoded("armscii8", "Հայ", "Հ", "հ"),
      recoded("geostd8", "საქართველო", "ს", "ა"),
      recoded("keybcs2", "žluť", "č", "c"),
      new Type("u16", "TEXT CHARACTER SET utf16", "TEXT CHARACTER SET utf8mb4", List.of("'🌊漢'"), "'漢'", "'字'"),
      new Type("gb", "VARCHAR(40) CHARACTER SET gbk", "VARCHAR(40) CHARACTER SET gbk", List.of("'中文'"), "'中'", "'文'"),
      new Type("tx", "TEXT", List.of("''", "REPEAT('x', 60000)"), "'a'", "'b'"),
      new Type("lt", "LONGTEXT", List.of("REPEAT('é', 200000)"), "'a'", "'a '"),
      new Type("bn", "BINARY(4)", List.of("x'00'", "x'FFFFFFFF'"), "x'61'", "x'6100000001'".replace("00000001", "000001")),
      new Type("vb", "VARBINARY(40)", List.of("''", "x'00'", "x'C328FF2C'"), "x'00'", "x'0000'"),
      new Type("bl", "BLOB", List.of("''", "x'FF00'"), "x'FF'", "x'FE'"),
      new Type("lb", "LONGBLOB", List.of("REPEAT(x'FF', 300000)"), "x'FF'", "x'FE'"),
      new Type("en", "ENUM('', 'a', 'b,c', 'é')", List.of("''", "'a'", "'b,c'", "'é'"), "'a'", "'b,c'"),
      new Type("se", "SET('a', 'b', 'c')", List.of("''", "'a,c'"), "'a'", "'a,b'"),
      new Type("da", "DATE", List.of("'0000-00-00'", "'2020-00-10'", "'9999-12-31'"), "'2020-01-01'", "'2020-01-02'"),
      new Type("dt", "DATETIME", List.of("'0000-00-00 00:00:00'", "'1000-01-01 00:00:00'", "'9999-12-31 23:59:59'"), "'2020-01-01 00:00:00'",
          "'2020-01-01 00:00:01'"),
      new Type("d6", "DATETIME(6)", List.of("'2020-03-29 02:30:00.5'"), "'2020-01-01 00:00:00.000001'", "'2020-01-01 00:00:00.000002'"),
      new Type("ts", "TIMESTAMP NULL", List.of("'0000-00-00 00:00:00'", "'1970-01-01 00:00:01'", "'2038-01-19 03:14:07'", "'2020-10-25 00:30:00'"),
          "'2020-10-25 00:30:00'", "'2020-10-25 01:30:00'"),
      new Type("t3", "TIMESTAMP(3) NULL", List.of("'2020-01-01 00:00:00.5'"), "'2020-01-01 00:00:00.001'", "'2020-01-01 00:00:00.002'"),
      new Type("t6", "TIMESTAMP(6) NULL", List.of("'0000-00-00 00:00:00'", "'1970-01-01 00:00:01.000001'", "'2038-01-19 03:14:07.999999'"),
          "'2038-01-19 03:14:07.999998'", "'2038-01-19 03:14:07.999999'"),
      new Type("tz", "TIMESTAMP NULL", List.of(), "'0000-00-00 00:00:00'", "'1970-01-01 00:00:01'"),
      new Type("tm", "TIME(6)", List.of("'-838:59:59'", "'838:59:59'", "'-00:00:00.123456'"), "'00:00:01'", "'-00:00:01'"),
      new Type("yr", "YEAR", List.of("0", "1901", "2155"), "2000", "2001"),
      new Type("js", "JSON", List.of("'{\"bb\": 1, \"a\": [1.0, 1e20, null, \"é\\\\u2028\"]}'", "'null'", "'18446744073709551615'"), "'{\"a\": 1}'",
          "'{\"a\": 2}'"));

  /** A character set that TiDB lacks. */
  private static Type recoded(String charset, String text, String one, String other) {
    return new Type("x_" + charset, "VARCHAR(40) CHARACTER SET " + charset, "VARCHAR(40) CHARACTER SET utf8mb4", List.of("'" + text + "'"), "'" + one + "'", "'" + other + "'");
  }

  private static void create(Pair pair, String table, Type... types) throws SQLException {
    List<String> source = new ArrayList<>(List.of("id INT NOT NULL PRIMARY KEY"));
    List<String> target = new ArrayList<>(source);
    for (Type type : types) {
      source.add(type.name() + " " + nullable(type.source()));
      target.add(type.name() + " " + nullable(type.target()));
    }
    pair.source("CREATE TABLE " + table + " (" + String.join(", ", source) + ") DEFAULT CHARSET utf8mb4 COLLATE utf8mb4_bin");
    pair.target("CREATE TABLE " + table + " (" + String.join(", ", target) + ") DEFAULT CHARSET utf8mb4 COLLATE utf8mb4_bin");
  }

  private static String nullable(String definition) {
    return definition.contains("NULL") ? definition : definition + " NULL";
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void agreesOnEveryTypeAndItsExtremes(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      create(pair, "t", TYPES.toArray(Type[]::new));
      pair.both("INSERT INTO t (id) VALUES (0)");
      int id = 0;
      for (Type type : TYPES) {
        for (String value : type.values()) {
          pair.both("INSERT INTO t (id, " + type.name() + ") VALUES (" + ++id + ", " + value + ")");
        }
      }
      VerificationResult result = new Verification(pair).full();
      assertThat(result.mismatches()).isEmpty();
      assertThat(result.verdict()).isEqualTo(VerificationResult.Verdict.equal);
      assertThat(result.rows()).isEqualTo(id + 1L);
      assertThat(result.tables().getFirst().found().rounded()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void comparesDoublesInTheQuickestFormInWhichTheyAreEqual(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      pair.both(
          "CREATE TABLE alike (id INT PRIMARY KEY, d DOUBLE)",
          "INSERT INTO alike VALUES (1, 0.1), (2, -123456.789e0), (3, NULL), (4, 1e0 / 3)",
          "CREATE TABLE unlike (id INT PRIMARY KEY, d DOUBLE)",
          "INSERT INTO unlike VALUES (1, 0.1), (2, 1e20), (3, -1.7e-200)");
      VerificationResult result = new Verification(pair).full();
      assertThat(result.verdict()).isEqualTo(VerificationResult.Verdict.equal);
      assertThat(result.tables())
          .extracting(table -> table.table().table() + (table.statements().orElseThrow().source().contains("LOG2") ? " by value" : " as printed"))
          .containsExactlyInAnyOrder("alike as printed", "unlike by value");
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void namesTheColumnOfEverySingleChangedValue(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      create(pair, "t", TYPES.toArray(Type[]::new));
      int id = 0;
      List<String> changed = new ArrayList<>();
      for (Type type : TYPES) {
        String insert = "INSERT INTO t (id, " + type.name() + ") VALUES ";
        pair.source(insert + "(" + ++id + ", " + type.one() + ")").target(insert + "(" + id + ", " + type.other() + ")");
        pair.source(insert + "(" + ++id + ", " + type.other() + ")").target(insert + "(" + id + ", NULL)");
        pair.source(insert + "(" + ++id + ", NULL)").target(insert + "(" + id + ", " + type.one() + ")");
        pair.both(insert + "(" + ++id + ", " + type.one() + ")");
        changed.addAll(List.of((id - 3) + type.name(), (id - 2) + type.name(), (id - 1) + type.name()));
      }
      VerificationResult result = new Verification(pair).full();
      assertThat(result.mismatches()).extracting(mismatch -> mismatch.key().get("id") + String.join(" ", mismatch.columns()))
          .containsExactlyInAnyOrderElementsOf(changed);
      assertThat(result.mismatches()).extracting(Mismatch::kind).containsOnly(Mismatch.Kind.changed);
      assertThat(result.verdict()).isEqualTo(VerificationResult.Verdict.different);
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void comparesGeneratedColumns(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      pair.source("CREATE TABLE t (id INT PRIMARY KEY, a INT, v INT AS (a + 1) VIRTUAL, s INT AS (a * 2) STORED)");
      pair.target("CREATE TABLE t (id INT PRIMARY KEY, a INT, v INT AS (a + 1) VIRTUAL, s INT AS (a * 3) STORED)");
      pair.both("INSERT INTO t (id, a) VALUES (1, 0), (2, 5)");
      VerificationResult result = new Verification(pair).full();
      assertThat(result.mismatches()).singleElement().satisfies(mismatch -> {
        assertThat(mismatch.key()).isEqualTo(Map.of("id", "2"));
        assertThat(mismatch.columns()).containsExactly("s");
      });
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void forgivesDigitsThatFloatLosesAsTextAndSaysSo(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      pair.both("CREATE TABLE t (id INT PRIMARY KEY, f FLOAT, d DOUBLE)");
      pair.source("INSERT INTO t VALUES (1, 1.2345678, 1), (2, 0.1, 2)").target("INSERT INTO t VALUES (1, 1.23457, 1), (2, 0.1, 2)");
      Verification verification = new Verification(pair);
      VerificationResult result = verification.full();
      assertThat(result.verdict()).isEqualTo(VerificationResult.Verdict.equal);
      assertThat(result.tables().getFirst().found().rounded()).isTrue();

      // a row that replication has written is exact, the next one, which the load has written, is not
      pair.both("INSERT INTO t VALUES (3, 7.7654321, 3)").target("UPDATE t SET d = 9 WHERE id = 2");
      assertThat(verification.full().mismatches()).singleElement()
          .satisfies(mismatch -> assertThat(mismatch.columns()).containsExactly("d"));
    }
  }

  @Test
  void comparesJsonByValueWhateverTheTextSays() throws SQLException {
    try (Pair pair = new Pair(LocalFlavour.MARIADB)) {
      pair.both("CREATE TABLE t (id INT PRIMARY KEY, j JSON)");
      pair.source("INSERT INTO t VALUES (1, '{\"b\":1.10,\"a\":[1e2, 1.0, -0.0]}'), (2, '{\"k\":1,\"k\":2}'), (3, NULL), (4, '[9007199254740993]')");
      pair.target("INSERT INTO t VALUES (1, '{\"a\":[100,1,0],\"b\":1.1}'), (2, '{\"k\":2}'), (3, 'null'), (4, '[9007199254740992]')");
      VerificationResult result = new Verification(pair).full();
      assertThat(result.mismatches()).extracting(mismatch -> mismatch.key().get("id")).containsExactlyInAnyOrder("3", "4");
      assertThat(result.mismatches()).allSatisfy(mismatch -> assertThat(mismatch.columns()).containsExactly("j"));
    }
  }

  /** Of random values and of those half-way between two of six digits: how MySQL and MariaDB print them, and how Tideway reads that. */
  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void roundsFloatAsTheSourcePrintsIt(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      pair.both("CREATE TABLE t (id INT PRIMARY KEY, f FLOAT)", "CREATE TABLE twice (id INT PRIMARY KEY, f FLOAT, g FLOAT)", "CREATE TABLE nokey (f FLOAT)");
      Random random = new Random(17);
      List<String> values = new ArrayList<>();
      for (int id = 0; id < 3_000; id++) {
        float value = id % 3 == 0 ? (random.nextInt(900_000) + 100_000) * 10f + 5 : Float.intBitsToFloat(random.nextInt());
        values.add("(" + id + ", " + (Float.isFinite(value) ? new BigDecimal(value).round(new MathContext(12)) : "NULL") + ")");
      }
      pair.source("INSERT INTO t VALUES " + String.join(", ", values), "INSERT INTO twice SELECT id, f, f FROM t", "INSERT INTO nokey SELECT f FROM t");
      List<String> printed = pair.listSource("SELECT CONCAT('(', id, ',', IFNULL(CONCAT(f), 'NULL'), ')') FROM t");
      List<String> exact = pair.listSource("SELECT CONCAT('(', id, ',', IFNULL(f, 'NULL'), ',', IFNULL(f + 0e0, 'NULL'), ')') FROM t");
      pair.target(
          "INSERT INTO t VALUES " + String.join(", ", printed), "INSERT INTO twice VALUES " + String.join(", ", exact), "INSERT INTO nokey SELECT f FROM t");
      VerificationResult result = new Verification(pair).full();
      assertThat(result.mismatches()).isEmpty();
      assertThat(result.busy()).isZero();
      assertThat(result.tables()).allSatisfy(table -> assertThat(table.found().rounded()).isTrue());
    }
  }

  /** Each server rounds DOUBLE to the decimals of its type in its own way, and no statement can give the target the source's last bit. */
  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void comparesWhatATypeWithDecimalsPromises(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      pair.both("CREATE TABLE t (id INT PRIMARY KEY, a DOUBLE(15,8), b DOUBLE(20,4), c FLOAT(10,2), d DOUBLE(53,4))");
      Random random = new Random(17);
      List<String> values = new ArrayList<>();
      for (int id = 0; id < 2_000; id++) {
        values.add(
            String.format(
                Locale.ROOT, "(%d, %.8f, %.4f, %.2f, %.4f)", id, random.nextGaussian() * Math.pow(10, id % 6), random.nextGaussian() * Math.pow(10, id % 15),
                random.nextGaussian() * Math.pow(10, id % 7), random.nextGaussian() * Math.pow(10, id % 30)));
      }
      pair.both("INSERT INTO t VALUES " + String.join(", ", values));
      Verification verification = new Verification(pair);
      VerificationResult result = verification.full();
      assertThat(result.mismatches()).isEmpty();
      assertThat(result.busy()).isZero();
      assertThat(result.tables().getFirst().decimals()).isEqualTo(Map.of("a", 8, "b", 4, "c", 2, "d", 4));
      pair.target("UPDATE t SET a = a + 0.00000001 WHERE id = 6", "UPDATE t SET b = b + 0.0001 WHERE id = 15", "UPDATE t SET c = c + 0.01 WHERE id = 7", "UPDATE t SET d = d * 1.00001 WHERE id = 29");
      assertThat(verification.full().mismatches()).extracting(mismatch -> mismatch.key().get("id") + mismatch.columns())
          .containsExactlyInAnyOrder("6[a]", "15[b]", "7[c]", "29[d]");
    }
  }

  /** A session without check constraints may write any text to a JSON column of MariaDB. */
  @Test
  void namesTextThatIsNoJson() throws SQLException {
    try (Pair pair = new Pair(LocalFlavour.MARIADB)) {
      pair.both("CREATE TABLE t (id INT PRIMARY KEY, j JSON)");
      pair.source("SET check_constraint_checks = 0", "INSERT INTO t VALUES (1, ''), (2, '{not json'), (3, '1e400'), (4, '[1]')");
      pair.target("INSERT INTO t VALUES (1, NULL), (2, NULL), (3, NULL), (4, '[1]')");
      VerificationResult result = new Verification(pair).full();
      assertThat(result.mismatches()).extracting(mismatch -> mismatch.key().get("id") + mismatch.columns()).containsExactlyInAnyOrder("1[j]", "2[j]", "3[j]");
    }
  }
}
