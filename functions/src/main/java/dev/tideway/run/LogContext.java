package dev.tideway.run;

import java.util.Map;
import org.slf4j.MDC;

/**
 * The migration, execution, phase and state that log lines belong to. A thread inherits them from the thread that starts it. Unknown values are empty and are left out of the line.
 *
 * @param migration the migration's name
 * @param execution the execution's ARN
 * @param phase the phase's name as messages and documents use it
 * @param state the state's name
 */
public record LogContext(String migration, String execution, String phase, String state) {
  /** The context of a state of a run. A state's name begins with the name of its phase. */
  public static LogContext of(Run run, String state) {
    return new LogContext(run.migration(), run.execution(), phase(state), state);
  }

  /** The phase of a state. */
  public static String phase(String state) {
    return state.split(":", 2)[0];
  }

  /** Sets this context for all later log lines of this thread. */
  public void enter() {
    put("migration", migration);
    put("execution", execution);
    put("phase", phase);
    put("state", state);
  }

  /** Runs the work with this context set for its log lines. */
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

  /** This context as short text. */
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
