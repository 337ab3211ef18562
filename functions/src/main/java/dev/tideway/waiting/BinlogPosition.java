package dev.tideway.waiting;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the source's binlog.
 *
 * <p>DMS writes it into RecoveryCheckpoint as {@code checkpoint:V1#27#mysql-bin-changelog.157832:1975:-1:2002:…} (AWS DMS API
 * reference, StartReplicationTask), and some versions with {@code $} for the file's base name. The first pair is taken: what
 * follows it is not documented.
 *
 * @param base the file's name before the number; {@code $} is any
 * @param file the file's number
 * @param position bytes from the file's start
 */
record BinlogPosition(String base, long file, long position) {
  private static final Pattern PAIR = Pattern.compile("([^#:]+)\\.(\\d+):(\\d+)");

  /** The first position in the text. */
  static Optional<BinlogPosition> in(String text) {
    Matcher pair = PAIR.matcher(text);
    return pair.find()
        ? Optional.of(new BinlogPosition(pair.group(1), Long.parseLong(pair.group(2)), Long.parseLong(pair.group(3))))
        : Optional.empty();
  }

  /** Whether this is at or behind the other; false if the two cannot be compared. */
  boolean reaches(BinlogPosition other) {
    boolean sameLog = base.equals("$") || other.base.equals("$") || base.equals(other.base);
    return sameLog && (file > other.file || (file == other.file && position >= other.position));
  }

  @Override
  public String toString() {
    return base + "." + file + ":" + position;
  }
}
