package dev.tideway.local.dms;

/**
 * A position in the source's binlog.
 *
 * @param file the binlog file's name
 * @param offset bytes from the file's start
 */
record LocalBinlogPosition(String file, long offset) implements Comparable<LocalBinlogPosition> {
  @Override
  public int compareTo(LocalBinlogPosition other) {
    int byFile = Long.compare(sequence(), other.sequence());
    return byFile != 0 ? byFile : Long.compare(offset, other.offset);
  }

  boolean reached(LocalBinlogPosition goal) {
    return compareTo(goal) >= 0;
  }

  /** Binlog files are numbered; the number grows to seven digits after 999999, so names do not sort as text. */
  private long sequence() {
    int dot = file.lastIndexOf('.');
    return Long.parseLong(file.substring(dot + 1));
  }

  @Override
  public String toString() {
    return file + ":" + offset;
  }
}
