package dev.tideway.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** Tells the event bus how a migration gets on; whoever wants to know writes a rule for source {@code tideway}. */
@FunctionalInterface
public interface Announcements {
  /** EventBridge source of the events. */
  String SOURCE = "tideway";

  /** EventBridge detail-type of the events. */
  String DETAIL_TYPE = "Tideway Migration Progress";

  /** Publishes one event. */
  void publish(Progress progress);

  /** What a person is to think of an event; people filter by it. */
  enum Importance {
    /** Good to know. */
    info,
    /** Somebody is asked to do something. */
    action,
    /** Something went wrong. */
    error
  }

  /**
   * The event's detail.
   *
   * @param migration the migration's name
   * @param execution the execution's ARN
   * @param phase the phase that begins, or the one that failed
   * @param severity what to think of it
   * @param facts figures and short texts, never row values
   * @param time when
   */
  record Progress(String migration, String execution, String phase, Importance severity, JsonNode facts, Instant time) {}
}
