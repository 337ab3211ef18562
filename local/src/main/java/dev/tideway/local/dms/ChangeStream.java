package dev.tideway.local.dms;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.RotateEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import com.github.shyiko.mysql.binlog.network.AuthenticationException;
import com.github.shyiko.mysql.binlog.network.ServerException;
import dev.tideway.local.dms.TableStatistics.Change;
import dev.tideway.local.dms.TaskProgress.Checkpoint;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a source's binlog from a position and queues the events of the task's tables. */
final class ChangeStream implements AutoCloseable {
  private static final int QUEUE = 2_000;
  private static final int PURGED = 1236;
  private static final int IGNORABLE = 0x80;
  private static final String NAME = "(?:(`(?:[^`]|``)+`|[\\w$]+)\\s*\\.\\s*)?(`(?:[^`]|``)+`|[\\w$]+)";
  private static final Pattern TRUNCATE =
      Pattern.compile("^TRUNCATE\\s+(?:TABLE\\s+)?" + NAME + ".*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern DDL = Pattern.compile(
      "^(?:ALTER|DROP|CREATE|RENAME)\\s+(?:\\w+\\s+)*?TABLE\\s+(?:IF\\s+(?:NOT\\s+)?EXISTS\\s+)?" + NAME + ".*",
      Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern LEADING_COMMENT =
      Pattern.compile("^\\s*(?:/\\*(?!!).*?\\*/\\s*|--[^\\n]*\\n\\s*|#[^\\n]*\\n\\s*)*", Pattern.DOTALL);

  private final BinaryLogClient client;
  private final Predicate<TableName> captured;
  private final Duration applyDelay;
  private final BlockingQueue<SourceChange> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Map<Long, TableMapEventData> tables = new HashMap<>();
  private final Thread reader;
  private volatile boolean closed;
  private volatile boolean broken;
  private volatile LocalBinlogPosition readTo;
  private volatile Instant lastEvent = Instant.now();
  private String file;
  private boolean inTransaction;
  private LocalBinlogPosition transactionStart;

  ChangeStream(EndpointAddress source, LocalBinlogPosition from, Predicate<TableName> captured, Duration applyDelay) throws TaskFailure {
    this.captured = captured;
    this.applyDelay = applyDelay;
    this.readTo = from;
    this.file = from.file();
    this.transactionStart = from;
    try {
      client = LocalSessions.binlog(source);
    } catch (IOException e) {
      throw new TaskFailure(e.getMessage(), e);
    }
    client.setServerId(ThreadLocalRandom.current().nextLong(1L << 30, 1L << 31));
    client.setBinlogFilename(from.file());
    client.setBinlogPosition(from.offset());
    client.setEventDeserializer(ExactCells.deserializer());
    client.registerEventListener(this::guardedEvent);
    client.registerLifecycleListener(new Ends());
    reader = Thread.ofVirtual().name("dms-binlog").start(this::read);
  }

  /** The next change that is due, or empty if none became due in time. */
  Optional<SourceChange> poll(Duration wait) throws InterruptedException {
    if (notYet()) {
      Thread.sleep(wait);
      return Optional.empty();
    }
    return Optional.ofNullable(queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Whether no change is due. */
  boolean isEmpty() {
    return queue.isEmpty() || notYet();
  }

  private boolean notYet() {
    return oldestWaiting().filter(committed -> committed.plus(applyDelay).isAfter(Instant.now())).isPresent();
  }

  int waiting() {
    return queue.size();
  }

  /** When the source committed the first of the waiting changes. */
  Optional<Instant> oldestWaiting() {
    return Optional.ofNullable(queue.peek()).flatMap(change -> switch (change) {
      case SourceChange.Rows rows -> Optional.of(rows.time());
      case SourceChange.Truncated truncated -> Optional.of(truncated.time());
      case SourceChange.Committed committed -> Optional.of(committed.checkpoint().time());
      case SourceChange.Advanced advanced -> Optional.of(advanced.time());
      case SourceChange.Altered altered -> Optional.empty();
      case SourceChange.Broken broken -> Optional.empty();
    });
  }

  /** The binlog position up to which the stream has read. */
  LocalBinlogPosition readTo() {
    return readTo;
  }

  /** The source's timestamp of the last event. */
  Instant lastEvent() {
    return lastEvent;
  }

  private void read() {
    try {
      client.connect();
      end("The connection to the source's binlog ended", true);
    } catch (AuthenticationException e) {
      end("Not allowed to read the source's binlog: " + e.getMessage(), false);
    } catch (IOException | RuntimeException e) {
      end("Error reading the source's binlog: " + e.getMessage(), recoverable(e));
    }
  }

  private static boolean recoverable(Exception error) {
    return !(error instanceof ServerException server && server.getErrorCode() == PURGED);
  }

  private void end(String message, boolean recoverable) {
    if (!closed && !broken) {
      broken = true;
      enqueue(new SourceChange.Broken(message, recoverable));
    }
  }

  private void enqueue(SourceChange change) {
    try {
      while (!closed && !queue.offer(change, 100, TimeUnit.MILLISECONDS)) {
        Thread.onSpinWait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The library logs a listener's exception and continues, which would lose the event. Here any exception ends the stream instead. */
  private void guardedEvent(Event event) {
    if (closed || broken) {
      return;
    }
    try {
      event(event);
    } catch (RuntimeException e) {
      end("Error in the source's binlog after " + readTo + ": " + e, false);
    }
  }

  private void event(Event event) {
    EventHeaderV4 header = event.getHeader();
    var time = Instant.ofEpochMilli(header.getTimestamp());
    LocalBinlogPosition end = header.getNextPosition() > 0 ? new LocalBinlogPosition(file, header.getNextPosition()) : readTo;
    LocalBinlogPosition start = header.getNextPosition() > 0 ? new LocalBinlogPosition(file, header.getPosition()) : readTo;
    switch (header.getEventType()) {
      case ROTATE -> {
        RotateEventData next = event.getData();
        file = next.getBinlogFilename();
        end = new LocalBinlogPosition(file, next.getBinlogPosition());
        advanced(end, time);
      }
      case HEARTBEAT -> end = readTo;
      case QUERY -> query(event.getData(), start, end, time);
      case XID -> committed(start, end, time);
      case TABLE_MAP -> {
        TableMapEventData table = event.getData();
        tables.put(table.getTableId(), table);
      }
      case WRITE_ROWS, EXT_WRITE_ROWS, PRE_GA_WRITE_ROWS -> {
        WriteRowsEventData rows = event.getData();
        List<Serializable[]> after = rows.getRows().stream().map(row -> placed(row, rows.getIncludedColumns())).toList();
        rows(rows.getTableId(), Change.INSERT, List.of(), after, rows.getIncludedColumns(), end, time);
      }
      case DELETE_ROWS, EXT_DELETE_ROWS, PRE_GA_DELETE_ROWS -> {
        DeleteRowsEventData rows = event.getData();
        List<Serializable[]> before = rows.getRows().stream().map(row -> placed(row, rows.getIncludedColumns())).toList();
        rows(rows.getTableId(), Change.DELETE, before, List.of(), rows.getIncludedColumns(), end, time);
      }
      case UPDATE_ROWS, EXT_UPDATE_ROWS, PRE_GA_UPDATE_ROWS -> {
        UpdateRowsEventData rows = event.getData();
        List<Serializable[]> before = new ArrayList<>();
        List<Serializable[]> after = new ArrayList<>();
        rows.getRows().forEach(row -> {
          before.add(placed(row.getKey(), rows.getIncludedColumnsBeforeUpdate()));
          after.add(placed(row.getValue(), rows.getIncludedColumns()));
        });
        BitSet both = (BitSet) rows.getIncludedColumns().clone();
        both.and(rows.getIncludedColumnsBeforeUpdate());
        rows(rows.getTableId(), Change.UPDATE, before, after, both, end, time);
      }
      case TRANSACTION_PAYLOAD -> end("Binlog transaction compression is not supported", false);
      case XA_PREPARE -> end("XA transactions are not supported", false);
      case UNKNOWN -> {
        if ((header.getFlags() & IGNORABLE) == 0) {
          end("The binlog holds an event of an unknown type at " + start, false);
        }
      }
      default -> {
        if (!inTransaction && header.getNextPosition() > 0) {
          advanced(end, time);
        }
      }
    }
    if (header.getTimestamp() > 0) {
      lastEvent = time;
    }
    readTo = end;
  }

  private void advanced(LocalBinlogPosition end, Instant time) {
    enqueue(new SourceChange.Advanced(end, time));
  }

  private void committed(LocalBinlogPosition start, LocalBinlogPosition end, Instant time) {
    enqueue(new SourceChange.Committed(new Checkpoint(transactionStart, start, end, time)));
    inTransaction = false;
  }

  private void query(QueryEventData query, LocalBinlogPosition start, LocalBinlogPosition end, Instant time) {
    String sql = LEADING_COMMENT.matcher(query.getSql()).replaceFirst("");
    String verb = sql.strip().toUpperCase(Locale.ROOT);
    if (verb.equals("BEGIN")) {
      inTransaction = true;
      transactionStart = start;
    } else if (verb.equals("COMMIT") || verb.equals("ROLLBACK")) {
      committed(start, end, time);
    } else if (verb.startsWith("XA ")) {
      end("XA transactions are not supported", false);
    } else if (!verb.startsWith("SAVEPOINT") && !verb.startsWith("ROLLBACK TO")) {
      if (!inTransaction) {
        transactionStart = start;
      }
      statement(query.getDatabase(), sql, end, time);
      if (!inTransaction) {
        committed(start, end, time);
      }
    }
  }

  private void statement(String database, String sql, LocalBinlogPosition end, Instant time) {
    Matcher truncate = TRUNCATE.matcher(sql);
    if (truncate.matches()) {
      TableName table = name(database, truncate);
      if (captured.test(table)) {
        enqueue(new SourceChange.Truncated(table, end, time));
      }
      return;
    }
    Matcher ddl = DDL.matcher(sql);
    Optional<TableName> table = ddl.matches() ? Optional.of(name(database, ddl)).filter(captured) : Optional.empty();
    enqueue(new SourceChange.Altered(table, sql));
  }

  private static TableName name(String database, Matcher statement) {
    return new TableName(statement.group(1) == null ? database : unquoted(statement.group(1)), unquoted(statement.group(2)));
  }

  private static String unquoted(String name) {
    return name.startsWith("`") ? name.substring(1, name.length() - 1).replace("``", "`") : name;
  }

  private void rows(long tableId, Change kind, List<Serializable[]> before, List<Serializable[]> after, BitSet included,
      LocalBinlogPosition end, Instant time) {
    TableMapEventData map = tables.get(tableId);
    var table = new TableName(map.getDatabase(), map.getTable());
    if (captured.test(table)) {
      enqueue(new SourceChange.Rows(table, kind, before, after, map.getColumnTypes().length, included, end, time));
    }
  }

  /** A row image has a value only for the columns that it includes; here each value is put at its column's index. */
  private static Serializable[] placed(Serializable[] image, BitSet carried) {
    var row = new Serializable[carried.length()];
    int next = 0;
    for (int column = carried.nextSetBit(0); column >= 0; column = carried.nextSetBit(column + 1)) {
      row[column] = image[next++];
    }
    return row;
  }

  @Override
  public void close() {
    closed = true;
    queue.clear();
    try {
      client.disconnect();
    } catch (IOException e) {
      // the connection is already closed, as intended
    }
    reader.interrupt();
    try {
      reader.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Receives the reason why the library stopped reading. */
  private final class Ends implements BinaryLogClient.LifecycleListener {
    @Override
    public void onConnect(BinaryLogClient connected) {
      // nothing to do: events follow
    }

    @Override
    public void onCommunicationFailure(BinaryLogClient failed, Exception error) {
      end("Error reading the source's binlog: " + error.getMessage(), recoverable(error));
    }

    @Override
    public void onEventDeserializationFailure(BinaryLogClient failed, Exception error) {
      end("An event of the source's binlog after " + readTo + " cannot be read: " + error, false);
    }

    @Override
    public void onDisconnect(BinaryLogClient disconnected) {
      end("The connection to the source's binlog ended", true);
    }
  }
}
