package dev.tideway.lambda.logs;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;
import software.amazon.lambda.powertools.logging.internal.LoggingManager;

/**
 * Connects slf4j and the logging of Powertools without a logging framework, which would add half a second to a cold start (docs/decisions/0058-logs-and-metrics.md). Both find this
 * class as a service; slf4j finds it only in the deployed jar.
 */
public final class JsonLogs implements SLF4JServiceProvider, LoggingManager {
  /** Lines below this level are not written. It applies to all loggers, regardless of who created this object. */
  private static volatile Level threshold = Level.INFO;

  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new BasicMDCAdapter();

  static boolean writes(Level level) {
    return level.toInt() >= threshold.toInt();
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return JsonLogger::new;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}

  @Override
  public void setLogLevel(Level level) {
    threshold = level;
  }

  @Override
  public Level getLogLevel(Logger logger) {
    return threshold;
  }
}
