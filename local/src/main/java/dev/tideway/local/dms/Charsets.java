package dev.tideway.local.dms;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeSet;

/**
 * Converts a text column's binlog bytes into text. Single-byte character sets are decoded by a table that is read from the source itself,
 * because MySQL's latin1 is neither ISO 8859-1 nor Java's windows-1252. Multi-byte character sets have Java equivalents.
 */
final class Charsets {
  private static final Map<String, String> MULTI_BYTE = Map.ofEntries(
      Map.entry("ucs2", "UTF-16BE"), Map.entry("utf16", "UTF-16BE"), Map.entry("utf16le", "UTF-16LE"), Map.entry("utf32", "UTF-32BE"),
      Map.entry("gbk", "GBK"), Map.entry("gb2312", "GB2312"), Map.entry("gb18030", "GB18030"), Map.entry("big5", "Big5"),
      Map.entry("cp932", "windows-31j"), Map.entry("sjis", "Shift_JIS"), Map.entry("ujis", "EUC-JP"),
      Map.entry("eucjpms", "x-eucJP-Open"), Map.entry("euckr", "EUC-KR"));

  private final Map<String, char[]> singleByte;

  private Charsets(Map<String, char[]> singleByte) {
    this.singleByte = Map.copyOf(singleByte);
  }

  static Charsets of(Connection source, Collection<SourceTable> tables) throws SQLException {
    var names = new TreeSet<String>();
    tables.forEach(table -> table.columns().forEach(column -> column.charset().ifPresent(names::add)));
    var all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    var tablesByName = new HashMap<String, char[]>();
    for (String name : names) {
      if (!name.startsWith("utf8") && !MULTI_BYTE.containsKey(name) && !name.equals("binary")) {
        String sql = "SELECT CONVERT(_" + name + " x'" + HexFormat.of().formatHex(all) + "' USING utf8mb4)";
        try (var statement = source.createStatement(); ResultSet row = statement.executeQuery(sql)) {
          row.next();
          tablesByName.put(name, row.getString(1).toCharArray());
        }
      }
    }
    return new Charsets(tablesByName);
  }

  String decode(String charset, byte[] bytes) {
    char[] table = singleByte.get(charset);
    if (table == null) {
      return new String(bytes, MULTI_BYTE.containsKey(charset) ? Charset.forName(MULTI_BYTE.get(charset)) : StandardCharsets.UTF_8);
    }
    var text = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      text.append(table[b & 0xFF]);
    }
    return text.toString();
  }
}
