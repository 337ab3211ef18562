package dev.tideway.lambda.logs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.error.TidewayException;
import dev.tideway.json.Json;
import dev.tideway.run.Platform;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Writes each log line as one JSON object with the member names of Powertools. */
final class JsonLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  JsonLogger(String name) {
    this.name = name;
  }

  @Override
  public boolean isTraceEnabled() {
    return JsonLogs.writes(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return JsonLogs.writes(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return JsonLogs.writes(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return JsonLogs.writes(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return JsonLogs.writes(Level.ERROR);
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return JsonLogger.class.getName();
  }

  @Override
  protected void handleNormalizedLoggingCall(Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
    ObjectNode line =
        Json.object()
            .put("timestamp", Platform.clock().instant().toString())
            .put("level", level.toString())
            .put("message", MessageFormatter.basicArrayFormat(pattern, arguments))
            .put("logger", name);
    Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of()).forEach((member, value) -> put(line, member, value));
    if (thrown != null) {
      line.set("error", error(thrown));
    }
    // System.out is read each time, because Lambda's runtime replaces it
    System.out.println(Json.write(line));
  }

  /** Writes two members with their own JSON types, as Powertools does. The context contains only texts. */
  private static void put(ObjectNode line, String member, String value) {
    switch (member) {
      case "cold_start" -> line.put(member, Boolean.parseBoolean(value));
      case "function_memory_size" -> line.put(member, Integer.parseInt(value));
      default -> line.put(member, value);
    }
  }

  /** The exception and where it occurred. Only Tideway's own exceptions keep their message: other messages may contain the value of a row. */
  private static ObjectNode error(Throwable thrown) {
    ObjectNode error = Json.object().put("name", thrown.getClass().getName());
    if (thrown instanceof TidewayException) {
      error.put("message", thrown.getMessage());
    }
    if (thrown instanceof SQLException database) {
      error.put("error_number", database.getErrorCode()).put("sql_state", database.getSQLState());
    }
    var stack = error.putArray("stack");
    for (StackTraceElement frame : thrown.getStackTrace()) {
      stack.add(frame.toString());
    }
    if (thrown.getCause() != null) {
      error.set("cause", error(thrown.getCause()));
    }
    return error;
  }
}
