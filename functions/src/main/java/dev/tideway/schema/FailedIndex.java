package dev.tideway.schema;

import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.model.TableId;
import java.util.List;

/**
 * An index statement that the target refused or rolled back. Tideway stores it, because TiDB reports the reason only to the client that issued the
 * statement.
 *
 * @param table the table
 * @param indexes the indexes of the statement
 * @param unique whether it was a unique index, which fails over equal keys
 * @param error the target's error number; 0 if no client waited for the statement's end
 * @param message the target's message with the values removed
 */
public record FailedIndex(TableId table, List<String> indexes, boolean unique, int error, String message) {
  static FailedIndex of(IndexGroup group, int error, String message) {
    // between quotes there may be the value of a row; the name of the key, which this error quotes too, is none
    String text = error == DatabaseErrors.DUPLICATE_ENTRY ? message.replaceAll("(?s)Duplicate entry '.*' for key", "Duplicate entry '…' for key") : message.replaceAll("(?s)'.*'", "'…'");
    return new FailedIndex(group.table(), group.names(), group.unique(), error, text);
  }

  /** A job that failed while no function of Tideway waited for it. */
  static FailedIndex unobserved(IndexGroup group) {
    return of(group, 0, "rolled back by the target");
  }

  /** Whether two equal keys are the reason, or may be. */
  public boolean duplicates() {
    return unique && (error == 0 || error == DatabaseErrors.DUPLICATE_ENTRY);
  }

  public String object() {
    return table + "." + String.join(", ", indexes);
  }

  /** One line for people. */
  String explanation() {
    return "building " + String.join(", ", indexes) + " of " + table + " failed: " + (error == 0 ? "" : error + " ") + message;
  }
}
