package dev.tideway.model.rows;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * 64-bit fingerprints of JSON documents by value, computed directly from the bytes that a server sends. They are equal for documents that {@link
 * JsonText#canonical} treats as equal, and almost certainly different for all others. The fingerprints of an object's members are added, so that their order
 * does not matter. Of duplicate keys the last counts. It is made for streams of millions of small documents, so it builds no objects.
 *
 * <p>One instance per thread.
 */
public final class JsonHash {
  private static final int DEEPEST = 10_000;
  private static final int LOOKED_UP = 16;
  private static final long TEXT = 0x243F6A8885A308D3L;
  private static final long NUMBER = 0x13198A2E03707344L;
  private static final long OBJECT = 0xA4093822299F31D0L;
  private static final long ARRAY = 0x082EFA98EC4E6C89L;
  private static final long LITERAL = 0x452821E638D01377L;
  private static final long NOT_JSON = 0xBE5466CF34E90C6CL;

  private byte[] in = new byte[0];
  private int at;
  private int end;
  private int depth;
  private byte[] decoded = new byte[64];

  /** The input is not a JSON document. */
  private static final class NotJson extends Exception {
    private static final long serialVersionUID = 1L;

    NotJson() {
      super("not JSON", null, false, false);
    }
  }

  /** The fingerprint of a document in UTF-8. For text that is not JSON (an unchecked LONGTEXT may hold any) it is the fingerprint of the text. */
  public long of(byte[] document) {
    in = document;
    at = 0;
    end = document.length;
    depth = 0;
    try {
      skip();
      long hash = value();
      skip();
      if (at != end) {
        throw new NotJson();
      }
      return hash;
    } catch (NotJson e) {
      return bytes(NOT_JSON, document, 0, document.length);
    }
  }

  /** Combines both numbers into one. The order matters. */
  public static long mix(long first, long second) {
    long x = first * 0x9E3779B97F4A7C15L + second;
    x = (x ^ (x >>> 32)) * 0xD6E8FEB86659FD93L;
    x = (x ^ (x >>> 29)) * 0xBF58476D1CE4E5B9L;
    return x ^ (x >>> 32);
  }

  /** The fingerprint of a text. */
  public static long bytes(long seed, byte[] text, int from, int to) {
    long hash = seed ^ (to - from);
    int i = from;
    for (; i + 8 <= to; i += 8) {
      hash = mix(hash, word(text, i, 8));
    }
    return mix(hash, word(text, i, to - i));
  }

  private static long word(byte[] text, int from, int length) {
    long word = 0;
    for (int i = 0; i < length; i++) {
      word = word << 8 | (text[from + i] & 0xFF);
    }
    return word;
  }

  private long value() throws NotJson {
    if (at == end || depth > DEEPEST) {
      throw new NotJson();
    }
    return switch (in[at]) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> text(TEXT);
      case 't' -> literal("true", 1);
      case 'f' -> literal("false", 2);
      case 'n' -> literal("null", 3);
      default -> number();
    };
  }

  private long object() throws NotJson {
    at++;
    depth++;
    Members members = new Members();
    skip();
    if (peek() == '}') {
      at++;
    } else {
      do {
        skip();
        if (peek() != '"') {
          throw new NotJson();
        }
        long key = text(OBJECT);
        skip();
        take(':');
        skip();
        members.put(key, value());
        skip();
      } while (more('}'));
    }
    depth--;
    return mix(OBJECT, members.sum());
  }

  private long array() throws NotJson {
    at++;
    depth++;
    long hash = ARRAY;
    skip();
    if (peek() == ']') {
      at++;
    } else {
      do {
        skip();
        hash = mix(hash, value());
        skip();
      } while (more(']'));
    }
    depth--;
    return mix(hash, ARRAY);
  }

  /** Whether another element follows. Otherwise this call has read the closing bracket. */
  private boolean more(char close) throws NotJson {
    int c = peek();
    at++;
    if (c == ',') {
      return true;
    }
    if (c != close) {
      throw new NotJson();
    }
    return false;
  }

  private long literal(String name, long number) throws NotJson {
    for (int i = 0; i < name.length(); i++) {
      if (at == end || in[at] != name.charAt(i)) {
        throw new NotJson();
      }
      at++;
    }
    return mix(LITERAL, number);
  }

  private long text(long seed) throws NotJson {
    int from = ++at;
    while (at < end && in[at] != '"' && in[at] != '\\') {
      if (in[at] >= 0 && in[at] < 0x20) {
        throw new NotJson();
      }
      at++;
    }
    if (at == end) {
      throw new NotJson();
    }
    if (in[at] == '"') {
      return bytes(seed, in, from, at++);
    }
    return escaped(seed, from);
  }

  private long escaped(long seed, int from) throws NotJson {
    int length = at - from;
    room(length);
    System.arraycopy(in, from, decoded, 0, length);
    while (at < end && in[at] != '"') {
      room(length + 4);
      if (in[at] >= 0 && in[at] < 0x20) {
        throw new NotJson();
      }
      if (in[at] != '\\') {
        decoded[length++] = in[at++];
        continue;
      }
      at++;
      length = unescape(length);
    }
    take('"');
    return bytes(seed, decoded, 0, length);
  }

  private int unescape(int length) throws NotJson {
    int c = peek();
    at++;
    int plain = "\"\\/bfnrt".indexOf(c);
    if (plain >= 0) {
      decoded[length] = (byte) "\"\\/\b\f\n\r\t".charAt(plain);
      return length + 1;
    }
    if (c != 'u') {
      throw new NotJson();
    }
    int unit = hex();
    if (Character.isHighSurrogate((char) unit) && at + 1 < end && in[at] == '\\' && in[at + 1] == 'u') {
      int back = at;
      at += 2;
      int low = hex();
      if (Character.isLowSurrogate((char) low)) {
        return utf8(Character.toCodePoint((char) unit, (char) low), length);
      }
      at = back;
    }
    return utf8(unit, length);
  }

  private int hex() throws NotJson {
    int number = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      at++;
      if (digit < 0) {
        throw new NotJson();
      }
      number = number << 4 | digit;
    }
    return number;
  }

  private int utf8(int codePoint, int length) {
    if (codePoint < 0x80) {
      decoded[length] = (byte) codePoint;
      return length + 1;
    }
    int bytes = codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    int rest = codePoint;
    for (int i = bytes - 1; i > 0; i--) {
      decoded[length + i] = (byte) (0x80 | (rest & 0x3F));
      rest >>= 6;
    }
    decoded[length] = (byte) ((0xF00 >> bytes & 0xFF) | rest);
    return length + bytes;
  }

  private long number() throws NotJson {
    int from = at;
    boolean whole = true;
    while (at < end && partOfNumber(in[at])) {
      whole &= in[at] != '.' && (in[at] | 0x20) != 'e';
      at++;
    }
    int length = at - from;
    int first = from < at && in[from] == '-' ? from + 1 : from;
    if (first == at || !digit(in[first]) || (in[first] == '0' && first + 1 < at && digit(in[first + 1]))) {
      throw new NotJson();
    }
    if (whole && length <= 18 && in[first] != '0') {
      for (int i = first; i < at; i++) {
        if (!digit(in[i])) {
          throw new NotJson();
        }
      }
      return bytes(NUMBER, in, from, at);
    }
    String text = new String(in, from, length, StandardCharsets.ISO_8859_1);
    try {
      byte[] canonical = JsonText.number(whole, new BigDecimal(text)).getBytes(StandardCharsets.ISO_8859_1);
      return bytes(NUMBER, canonical, 0, canonical.length);
    } catch (NumberFormatException e) {
      throw new NotJson();
    }
  }

  private static boolean partOfNumber(byte c) {
    return digit(c) || c == '-' || c == '+' || c == '.' || (c | 0x20) == 'e';
  }

  private static boolean digit(byte c) {
    return c >= '0' && c <= '9';
  }

  private void room(int length) {
    if (decoded.length < length + 4) {
      decoded = java.util.Arrays.copyOf(decoded, Math.max(length + 4, decoded.length * 2));
    }
  }

  private int peek() throws NotJson {
    if (at >= end) {
      throw new NotJson();
    }
    return in[at];
  }

  private void take(char wanted) throws NotJson {
    if (peek() != wanted) {
      throw new NotJson();
    }
    at++;
  }

  private void skip() {
    while (at < end && (in[at] == ' ' || in[at] == '\n' || in[at] == '\t' || in[at] == '\r')) {
      at++;
    }
  }

  /** The members of one object, by the fingerprint of their key. */
  private static final class Members {
    private long[] keys = new long[8];
    private long[] values = new long[8];
    private int size;
    private long sum;
    private Map<Long, Long> many = Map.of();

    void put(long key, long value) {
      sum += mix(key, value) - before(key);
      if (size < LOOKED_UP) {
        few(key, value);
      } else {
        if (many.isEmpty()) {
          many = new HashMap<>();
        }
        many.put(key, value);
      }
    }

    long sum() {
      return sum;
    }

    /** The value that an earlier member with the same key has added. */
    private long before(long key) {
      for (int i = 0; i < size; i++) {
        if (keys[i] == key) {
          long value = values[i];
          if (size == LOOKED_UP && many.containsKey(key)) {
            break;
          }
          return mix(key, value);
        }
      }
      Long value = many.get(key);
      return value == null ? 0 : mix(key, value);
    }

    private void few(long key, long value) {
      for (int i = 0; i < size; i++) {
        if (keys[i] == key) {
          values[i] = value;
          return;
        }
      }
      if (size == keys.length) {
        keys = java.util.Arrays.copyOf(keys, LOOKED_UP);
        values = java.util.Arrays.copyOf(values, LOOKED_UP);
      }
      keys[size] = key;
      values[size++] = value;
    }
  }
}
