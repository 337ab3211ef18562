package dev.tideway.run;

import java.util.Map;
import org.slf4j.MDC;

/**
 * What log lines are about. A thread inherits it from the one that starts it. What is not known is empty, and left out of the line.
 *
 * @param migration the migration's name
 * @param execution the execution's ARN
 * @param phase the phase, as people know it
 * @param state the state's name
 */
public record LogContext(String migration, String execution, String phase, String state) {
  /** Of a state of a run. The names of states begin with their phase. */
  public static LogContext of(Run run, String state) {
    return new LogContext(run.migration(), run.execution(), phase(state), state);
  }

  /** The phase of a state. */
  public static String phase(String state) {
    return state.split(":", 2)[0];
  }

  /** Every line of this thread is about it from now on. */
  public void enter() {
    put("migration", migration);
    put("execution", execution);
    put("phase", phase);
    put("state", state);
  }

  /** The lines of this work are about it. */
  public void during(Runnable work) {
    Map<String, String> before = MDC.getCopyOfContextMap();
    enter();
    try {
      work.run();
    } finally {
      if (before == null) {
        MDC.clear();
      } else {
        MDC.setContextMap(before);
      }
    }
  }

  /** For a text. */
  public String label() {
    return (migration + " " + state).strip();
  }

  private static void put(String key, String value) {
    if (value.isEmpty()) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }
}
