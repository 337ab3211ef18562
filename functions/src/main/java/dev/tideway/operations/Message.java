package dev.tideway.operations;

import dev.tideway.aws.Announcements.Importance;
import java.util.List;

/**
 * One message to people, before it becomes text.
 *
 * @param migration the migration's name
 * @param execution the execution's ARN; with {@code key} it decides whether two messages are the same
 * @param phase the phase it is about
 * @param importance importance of the message
 * @param what the subject: what happened, in a few words
 * @param lines the lines of the body
 * @param key identifies repeats: messages of one execution with the same key are sent once
 */
public record Message(
    String migration, String execution, String phase, Importance importance, String what, List<String> lines, String key) {
  /** The longest subject that SNS accepts. It must be ASCII without line breaks (SNS API reference, Publish). */
  private static final int SUBJECT_CHARACTERS = 100;

  public String subject() {
    String subject = ("[Tideway] " + migration + ": " + what).replaceAll("[^\\x20-\\x7e]", "?");
    return subject.length() <= SUBJECT_CHARACTERS ? subject : subject.substring(0, SUBJECT_CHARACTERS - 3) + "...";
  }

  public String body() {
    return String.join("\n", lines) + "\n";
  }
}
