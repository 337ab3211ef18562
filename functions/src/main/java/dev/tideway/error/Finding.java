package dev.tideway.error;

import dev.tideway.json.Json;
import java.util.Optional;
import java.util.Set;

/**
 * One fact a person may have to act on.
 *
 * @param code a {@link FindingCode}'s, or as another release of Tideway has stored it; explained in docs/findings.md
 * @param severity whether the migration can go on
 * @param object what it is about: a table, a variable, a JSON pointer into the request
 * @param found what was found
 * @param needed what is needed instead
 * @param fix how to get there; an exact command where there is one
 * @param rule the conversion rule that says it, where one does
 * @param accepted why the request takes the finding as it is, if it does; the severity is then one less than it was
 */
public record Finding(
    String code, Severity severity, String object, String found, String needed, String fix, Optional<String> rule, Optional<String> accepted) {
  /** A finding of no rule, which nobody has accepted. */
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
   * The member of the request that leaves a table or view out, ready to paste.
   *
   * @param name {@code schema.table}
   */
  public static String exclude(String name) {
    return "\"exclude\": [" + Json.write(name) + "]";
  }

  /** What kind of finding it is; empty if this release knows no such code. */
  public Optional<FindingCode> kind() {
    return FindingCode.of(code);
  }

  /** Whether it is a blocker, and of one of these kinds. */
  public boolean blocks(Set<FindingCode> kinds) {
    return severity == Severity.blocker && kind().filter(kinds::contains).isPresent();
  }

  /** The same, said by that rule of the conversion. */
  public Finding by(String rule) {
    return new Finding(code, severity, object, found, needed, fix, Optional.of(rule), accepted);
  }

  /** The same finding, accepted: a blocker becomes a warning, a warning is only worth knowing. */
  public Finding accepted(String reason) {
    Severity less = severity == Severity.blocker ? Severity.warning : Severity.info;
    return new Finding(code, less, object, found, needed, fix, rule, Optional.of(reason));
  }

  /** One line: code, object, found, needed, fix, and the rule if there is one. */
  public String line() {
    return code + " " + object + ": found " + found + "; needed " + needed + "; fix: " + fix + rule.map(r -> " (rule " + r + ")").orElse("");
  }
}
