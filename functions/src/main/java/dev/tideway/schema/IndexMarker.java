package dev.tideway.schema;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comment in an index statement. TiDB stores a job's text with its comments. So a later call finds the job without knowing its number and without SUPER.
 *
 * @param migration the migration's name
 * @param fence the lock's fence under which the statement was issued
 * @param attempt whether it was issued before replication or after it had caught up
 * @param table digest of the table
 * @param group digest of the indexes
 */
record IndexMarker(String migration, long fence, IndexAttempt attempt, String table, String group) {
  private static final Pattern TEXT = Pattern.compile("tideway ([A-Za-z0-9-]+) (\\d+) (\\w+) ([0-9a-f]{24}) ([0-9a-f]{24})");

  static String prefix(String migration) {
    return "tideway " + migration + " ";
  }

  String text() {
    return prefix(migration) + fence + " " + attempt + " " + table + " " + group;
  }

  /** The marker in a statement. */
  static Optional<IndexMarker> in(String sql) {
    Matcher matcher = TEXT.matcher(sql);
    return matcher.find()
        ? Optional.of(
            new IndexMarker(
                matcher.group(1), Long.parseLong(matcher.group(2)), IndexAttempt.valueOf(matcher.group(3)), matcher.group(4), matcher.group(5)))
        : Optional.empty();
  }
}
