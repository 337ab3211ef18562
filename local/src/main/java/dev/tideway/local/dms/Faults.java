package dev.tideway.local.dms;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The faults of the real service, off until a test or the demo switches them on while the stand-in runs. Each is documented behaviour:
 * throttling, best-effort events, rows that a load drops silently, connection tests that keep an old result.
 */
public final class Faults {
  /** When a task fails. */
  public enum Moment { STARTING, FULL_LOAD, CHANGES }

  /** What a connection test does instead of connecting. */
  public enum ConnectionTest { REAL, STUCK, FAILED }

  private int throttledCalls;
  private boolean dropEvents;
  private boolean duplicateEvents;
  private Duration eventDelay = Duration.ZERO;
  private int dropEveryNthRow;
  private ConnectionTest connectionTest = ConnectionTest.REAL;
  private Duration staleConnectionTest = Duration.ZERO;
  private boolean silentMetrics;
  private final Map<Moment, String> taskFailures = new HashMap<>();
  private final Map<TableName, Integer> tableErrors = new HashMap<>();
  private final Map<TableName, Integer> droppedRows = new HashMap<>();

  /** The next {@code calls} API calls are answered with ThrottlingException. */
  public synchronized void throttleNextCalls(int calls) {
    throttledCalls = calls;
  }

  /** While on, no event is sent to the bus: delivery is best effort. */
  public synchronized void dropEvents(boolean on) {
    dropEvents = on;
  }

  /** While on, every event is delivered twice. */
  public synchronized void duplicateEvents(boolean on) {
    duplicateEvents = on;
  }

  /** Events arrive this much later, in no defined order. */
  public synchronized void delayEvents(Duration delay) {
    eventDelay = delay;
  }

  /** The full load silently loses every nth row of a table and counts it as loaded (0 turns it off). */
  public synchronized void dropEveryNthLoadedRow(int nth) {
    dropEveryNthRow = nth;
    droppedRows.clear();
  }

  /** Sets the result of connection tests. */
  public synchronized void connectionTest(ConnectionTest behaviour) {
    connectionTest = behaviour;
  }

  /** After TestConnection the previous result stays visible for this long. */
  public synchronized void staleConnectionTests(Duration time) {
    staleConnectionTest = time;
  }

  /** The next task that reaches this moment fails with the message. */
  public synchronized void failTask(Moment moment, String message) {
    taskFailures.put(moment, message);
  }

  /** The next {@code times} loads of the table end in "Table error". */
  public synchronized void failTableLoads(TableName table, int times) {
    tableErrors.put(table, times);
  }

  /** No datapoints while on. */
  public synchronized void silenceMetrics(boolean on) {
    silentMetrics = on;
  }

  /** Switches all faults off. */
  public synchronized void clear() {
    throttledCalls = 0;
    dropEvents = false;
    duplicateEvents = false;
    eventDelay = Duration.ZERO;
    dropEveryNthRow = 0;
    connectionTest = ConnectionTest.REAL;
    staleConnectionTest = Duration.ZERO;
    silentMetrics = false;
    taskFailures.clear();
    tableErrors.clear();
    droppedRows.clear();
  }

  synchronized boolean takeThrottle() {
    if (throttledCalls <= 0) {
      return false;
    }
    throttledCalls--;
    return true;
  }

  synchronized int deliveries() {
    if (dropEvents) {
      return 0;
    }
    return duplicateEvents ? 2 : 1;
  }

  synchronized Duration eventDelay() {
    return eventDelay;
  }

  synchronized boolean losesRow(TableName table) {
    if (dropEveryNthRow <= 0) {
      return false;
    }
    return droppedRows.merge(table, 1, Integer::sum) % dropEveryNthRow == 0;
  }

  synchronized ConnectionTest connectionTest() {
    return connectionTest;
  }

  synchronized Duration staleConnectionTest() {
    return staleConnectionTest;
  }

  synchronized boolean metricsAreSilent() {
    return silentMetrics;
  }

  synchronized Optional<String> takeTaskFailure(Moment moment) {
    return Optional.ofNullable(taskFailures.remove(moment));
  }

  synchronized boolean takeTableError(TableName table) {
    int left = tableErrors.getOrDefault(table, 0);
    if (left <= 0) {
      return false;
    }
    tableErrors.put(table, left - 1);
    return true;
  }
}
