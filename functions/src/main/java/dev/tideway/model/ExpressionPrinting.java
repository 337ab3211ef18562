package dev.tideway.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How a source prints expressions in information_schema, and when the printed text is not the whole expression. Measured on 5.7.22, 8.0.15, 9.7.4, MariaDB 11.4.5. */
enum ExpressionPrinting {
  /** MySQL 5.7 ends the text at the first character that its three-byte UTF-8 lacks. Such a character is always in a string. */
  mysql57 {
    @Override
    Optional<String> read(String printed) {
      return Optional.of(printed).filter(ExpressionPrinting::whole);
    }

    @Override
    boolean trusts(String revealed, String printed) {
      return false;
    }
  },
  /** MySQL 8 and later escape the text once more, and print each of its bytes as one character. */
  mysql8 {
    @Override
    Optional<String> read(String printed) {
      String text = QuotedText.unescapeOnce(printed);
      boolean bytes = text.chars().allMatch(c -> c <= LAST_OF_A_BYTE);
      return bytes ? utf8(text.getBytes(StandardCharsets.ISO_8859_1)) : Optional.of(text);
    }

    /** SHOW CREATE TABLE prints a '?' for each byte that it cannot print, and drivers read a byte that is not text as U+FFFD. */
    @Override
    boolean trusts(String revealed, String printed) {
      return questionMarks(revealed) == questionMarks(printed) && revealed.indexOf('\ufffd') < 0;
    }
  },
  /** MariaDB prints '?' for characters that three-byte UTF-8 lacks. SHOW CREATE TABLE prints them correctly. */
  mariadb {
    @Override
    Optional<String> read(String printed) {
      return Optional.of(printed).filter(p -> questionMarks(p) == 0);
    }

    @Override
    boolean trusts(String revealed, String printed) {
      return true;
    }
  };

  private static final int LAST_OF_A_BYTE = 0xff;

  static ExpressionPrinting of(boolean mariadb, boolean mysql8) {
    return mariadb ? ExpressionPrinting.mariadb : mysql8 ? ExpressionPrinting.mysql8 : mysql57;
  }

  /** The expression, or empty if the catalogue's text is not the whole expression. */
  abstract Optional<String> read(String printed);

  /** Whether the text that SHOW CREATE TABLE prints is the whole expression. */
  abstract boolean trusts(String revealed, String printed);

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      // bytes of another character set, after its introducer
      return Optional.empty();
    }
  }

  private static long questionMarks(String text) {
    return text.chars().filter(c -> c == '?').count();
  }

  /** Whether every quote closes. */
  private static boolean whole(String text) {
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0) {
        quote = c == '\'' || c == '"' || c == '`' ? c : 0;
      } else if (c == '\\' && quote != '`') {
        i++;
      } else if (c == quote) {
        quote = 0;
      }
    }
    return quote == 0;
  }
}
