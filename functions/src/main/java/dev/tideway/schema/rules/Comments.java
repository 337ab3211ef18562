package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.TableId;
import java.nio.charset.StandardCharsets;

/** Shortens comments to the target's limits, which are in bytes. */
final class Comments {
  private Comments() {}

  static String cut(String comment, int bytes, TableId table, String object, ConversionContext context) {
    if (comment.contains("?")) {
      context.reportQuestionMark(table, object);
    }
    if (comment.getBytes(StandardCharsets.UTF_8).length <= bytes) {
      return comment;
    }
    context.report(
        Finding.info(
            FindingCode.COMMENT_CUT, object, "a comment longer than " + bytes + " bytes", "at most " + bytes + " bytes of UTF-8", "nothing: the comment is cut"));
    int end = 0;
    int length = 0;
    while (true) {
      int codePoint = comment.codePointAt(end);
      length += Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
      if (length > bytes) {
        return comment.substring(0, end);
      }
      end += Character.charCount(codePoint);
    }
  }
}
