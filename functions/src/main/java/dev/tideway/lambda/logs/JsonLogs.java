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
 * Joins slf4j and the logging of Powertools without a logging framework: one takes half a second of a cold start (docs/decisions/0058-logs-and-metrics.md). Both find this class as a
 * service; slf4j in the jar that is deployed only.
 */
public final class JsonLogs implements SLF4JServiceProvider, LoggingManager {
  /** What is below is not written. Of all loggers, whoever made this object. */
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
