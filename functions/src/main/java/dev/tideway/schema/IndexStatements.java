package dev.tideway.schema;

import dev.tideway.catalog.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Index statements sent by this process, each on a connection and in a thread of its own. Closing cuts the connections; the jobs
 * go on at the target.
 */
final class IndexStatements implements AutoCloseable {
  private final Sessions sessions;
  private final Map<TableId, Optional<Connection>> open = new ConcurrentHashMap<>();
  private final BlockingQueue<TableId> ended = new LinkedBlockingQueue<>();
  private final Map<IndexGroup, FailedIndex> failed = new ConcurrentHashMap<>();
  private final Set<IndexGroup> succeeded = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  IndexStatements(Sessions sessions) {
    this.sessions = sessions;
  }

  void issue(IndexGroup group, IndexMarker marker) {
    open.put(group.table(), Optional.empty());
    Thread.ofVirtual().start(() -> execute(group, marker));
  }

  private void execute(IndexGroup group, IndexMarker marker) {
    try (Connection connection = sessions.open();
        Statement statement = connection.createStatement()) {
      open.put(group.table(), Optional.of(connection));
      if (!closed) {
        statement.execute(group.sql(marker));
        succeeded.add(group);
      }
    } catch (SQLException e) {
      // a job may already build the same index, or the connection may be gone while the job goes on: the next look tells
      if (!closed && e.getErrorCode() != TargetFailures.DUPLICATE_KEY_NAME && !TargetFailures.passing(e)) {
        failed.put(group, FailedIndex.of(group, e.getErrorCode(), String.valueOf(e.getMessage())));
      }
    } finally {
      open.remove(group.table());
      ended.add(group.table());
    }
  }

  /** Whether a statement of this process works on that table. */
  boolean busy(TableId table) {
    return open.containsKey(table);
  }

  int running() {
    return open.size();
  }

  /** Groups that this process has built. */
  Set<IndexGroup> succeeded() {
    return Set.copyOf(succeeded);
  }

  /** Groups whose statement the target refused or rolled back. */
  Map<IndexGroup, FailedIndex> failed() {
    return Map.copyOf(failed);
  }

  /** Returns when a statement has ended, or after that time. */
  void awaitOne(Duration limit) {
    try {
      ended.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    for (Optional<Connection> connection : open.values()) {
      if (connection.isPresent()) {
        connection.get().abort(Runnable::run);
      }
    }
  }
}
