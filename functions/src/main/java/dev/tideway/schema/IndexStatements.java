package dev.tideway.schema;

import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.model.TableId;
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
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Index statements that this process has sent. Each has its own connection and thread. Closing this object closes the connections, and the jobs continue on the target. */
final class IndexStatements implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IndexStatements.class);

  private final IndexBuild.Sessions sessions;
  private final Map<TableId, Sent> open = new ConcurrentHashMap<>();
  private final BlockingQueue<TableId> ended = new LinkedBlockingQueue<>();
  private final Map<IndexGroup, FailedIndex> failed = new ConcurrentHashMap<>();
  private final Set<IndexGroup> succeeded = ConcurrentHashMap.newKeySet();
  private final Set<IndexGroup> issued = ConcurrentHashMap.newKeySet();
  private final Set<TableId> unknownResults = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** A statement that was sent and has not ended. */
  private record Sent(IndexGroup.Marker marker, Optional<Connection> connection) {}

  IndexStatements(IndexBuild.Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * Whether a statement for the group may be sent: no statement of this process works on the table, and the group's own was not sent before. This process
   * knows the result of that one earlier than any check shows it, or another check is necessary.
   */
  boolean mayIssue(IndexGroup group) {
    return !open.containsKey(group.table()) && !unknownResults.contains(group.table()) && !issued.contains(group);
  }

  void issue(IndexGroup group, IndexGroup.Marker marker) {
    issued.add(group);
    open.put(group.table(), new Sent(marker, Optional.empty()));
    Thread.ofVirtual().start(() -> execute(group, marker));
  }

  private void execute(IndexGroup group, IndexGroup.Marker marker) {
    try (Connection connection = sessions.open();
        Statement statement = connection.createStatement()) {
      open.put(group.table(), new Sent(marker, Optional.of(connection)));
      if (!closed) {
        statement.execute(group.sql(marker));
        succeeded.add(group);
      }
    } catch (SQLException e) {
      // a job may already build the same index, or the connection may be closed while the job continues: the next check shows it
      if (e.getErrorCode() == DatabaseErrors.DUPLICATE_KEY_NAME || DatabaseErrors.passing(e)) {
        unknownResults.add(group.table());
        issued.remove(group);
      } else if (!closed) {
        failed.put(group, FailedIndex.of(group, e.getErrorCode(), String.valueOf(e.getMessage())));
      }
    } catch (RuntimeException e) {
      // for example, the secret could not be read: the next check finds no job, and the statement is sent again
      LOG.warn("{} of {} not sent", group.names(), group.table(), e);
      unknownResults.add(group.table());
      issued.remove(group);
    } finally {
      open.remove(group.table());
      ended.add(group.table());
    }
  }

  /** Whether a statement of this process works on that table. */
  boolean busy(TableId table) {
    return open.containsKey(table);
  }

  /** Tables on which statements of this process work. */
  Set<TableId> tables() {
    return Set.copyOf(open.keySet());
  }

  /** The markers of the statements that were sent and have not ended. */
  Set<IndexGroup.Marker> markers() {
    return open.values().stream().map(Sent::marker).collect(Collectors.toSet());
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

  /** Whether a statement with an unknown result has ended since the last check. */
  boolean checkNeeded() {
    return !unknownResults.isEmpty();
  }

  /** Records that a check begins. The check shows the state of all tables except those on which a statement of this process works when it begins. */
  void checkBegins(Set<TableId> working) {
    unknownResults.retainAll(working);
  }

  /** Returns after a statement has ended, or after that time. */
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
    for (Sent sent : open.values()) {
      if (sent.connection().isPresent()) {
        sent.connection().get().abort(Runnable::run);
      }
    }
  }
}
