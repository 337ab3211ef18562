package dev.tideway.local.commands;

import dev.tideway.model.TableId;
import dev.tideway.verify.Verifier;
import java.io.PrintWriter;
import java.util.Locale;

/** The progress of a verification: a bar that is drawn again and again on a terminal, otherwise a line every few seconds. */
final class ProgressBar implements Verifier.Progress {
  private static final int WIDTH = 30;
  private static final long DRAW_NANOS = 200_000_000L;
  private static final long LINE_NANOS = 10_000_000_000L;

  private final PrintWriter out;
  private final boolean terminal;
  private final long expected;
  private final long start = System.nanoTime();
  private long rows;
  private long mismatches;
  private long shownAt = System.nanoTime();

  /**
   * Nothing has been compared yet.
   *
   * @param expected number of rows in the source's statistics, which are estimates
   */
  ProgressBar(PrintWriter out, boolean terminal, long expected) {
    this.out = out;
    this.terminal = terminal;
    this.expected = expected;
  }

  @Override
  public synchronized void compared(TableId table, long of, long wrong) {
    rows += of;
    mismatches += wrong;
    if (System.nanoTime() - shownAt > (terminal ? DRAW_NANOS : LINE_NANOS)) {
      show(table.toString());
      shownAt = System.nanoTime();
    }
  }

  /** Removes the bar. */
  synchronized void end() {
    if (terminal) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }

  private void show(String table) {
    // the statistics may be far too low, so the bar shows 100 % only when the work is done
    double share = expected <= 0 ? 0 : Math.min(0.99, (double) rows / expected);
    int full = (int) (share * WIDTH);
    double seconds = (System.nanoTime() - start) / 1e9;
    String line = String.format(
        Locale.ROOT, "[%s%s] %2.0f %%  %,d rows, %,d a second, %,d mismatches, at %s",
        "#".repeat(full), ".".repeat(WIDTH - full), share * 100, rows, (long) (rows / seconds), mismatches, table);
    if (terminal) {
      out.print("\r\u001b[K" + line);
      out.flush();
    } else {
      out.println(line);
    }
  }
}
