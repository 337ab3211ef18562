package dev.tideway.error;

import dev.tideway.json.Json;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import java.util.Set;

/**
 * One fact a person may have to act on.
 *
 * @param code the code of a {@link FindingCode}, or the code that a different release of Tideway has stored; explained in docs/findings.md
 * @param severity whether the migration can continue
 * @param object what it is about: a table, a variable, a JSON pointer into the request
 * @param found what was found
 * @param needed what is needed instead
 * @param fix how to get there; an exact command if there is one
 * @param rule the conversion rule that reported the finding, if there is one
 * @param accepted why the request accepts the finding, if it does; the severity is then one level lower
 */
@RecordBuilder
public record Finding(
    String code, Severity severity, String object, String found, String needed, String fix, Optional<String> rule, Optional<String> accepted)
    implements FindingBuilder.With {
  /** A finding without a rule that has not been accepted. */
  public Finding(FindingCode code, Severity severity, String object, String found, String needed, String fix) {
    this(code.code(), severity, object, found, needed, fix, Optional.empty(), Optional.empty());
  }

  /** A finding that ends the migration in Plan. */
  public static Finding blocker(FindingCode code, String object, String found, String needed, String fix) {
    return new Finding(code, Severity.blocker, object, found, needed, fix);
  }

  /** A finding that is reported, with no effect on the verdict. */
  public static Finding warning(FindingCode code, String object, String found, String needed, String fix) {
    return new Finding(code, Severity.warning, object, found, needed, fix);
  }

  /** A finding worth knowing. */
  public static Finding info(FindingCode code, String object, String found, String needed, String fix) {
    return new Finding(code, Severity.info, object, found, needed, fix);
  }

  /**
   * The member of the request that excludes a table or view, ready to paste.
   *
   * @param name {@code schema.table}
   */
  public static String exclude(String name) {
    return "\"exclude\": [" + Json.write(name) + "]";
  }

  /** The kind of finding; empty if this release does not know the code. */
  public Optional<FindingCode> kind() {
    return FindingCode.of(code);
  }

  /** Whether it is a blocker of one of these kinds. */
  public boolean blocks(Set<FindingCode> kinds) {
    return severity == Severity.blocker && kind().filter(kinds::contains).isPresent();
  }

  /** The same finding, reported by that conversion rule. */
  public Finding by(String rule) {
    return withRule(Optional.of(rule));
  }

  /** The same finding, accepted: a blocker becomes a warning, and a warning becomes an info. */
  public Finding accepted(String reason) {
    Severity less = severity == Severity.blocker ? Severity.warning : Severity.info;
    return with().severity(less).accepted(Optional.of(reason)).build();
  }

  /** One line: code, object, found, needed, fix, and the rule if there is one. */
  public String line() {
    return code + " " + object + ": found " + found + "; needed " + needed + "; fix: " + fix + rule.map(r -> " (rule " + r + ")").orElse("");
  }
}
