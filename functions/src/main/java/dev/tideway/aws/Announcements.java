package dev.tideway.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** Publishes the progress of a migration on the event bus. To receive the events, create a rule for source {@code tideway}. */
@FunctionalInterface
public interface Announcements {
  /** EventBridge source of the events. */
  String SOURCE = "tideway";

  /** EventBridge detail-type of the events. */
  String DETAIL_TYPE = "Tideway Migration Progress";

  /** Publishes one event. */
  void publish(Progress progress);

  /** The importance of an event. People filter by it. */
  enum Importance {
    /** Information only. */
    info,
    /** A person must do something. */
    action,
    /** An error occurred. */
    error
  }

  /**
   * The event's detail.
   *
   * @param migration the migration's name
   * @param execution the execution's ARN
   * @param phase the phase that begins, or the one that failed
   * @param severity the importance of the event
   * @param facts figures and short texts, never row values
   * @param time when
   */
  record Progress(String migration, String execution, String phase, Importance severity, JsonNode facts, Instant time) {}
}
