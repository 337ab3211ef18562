package dev.tideway.error;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Every error of a migration: a code that never changes its meaning, who acts, and the next step. Exceptions, messages and docs/errors.md use these entries. They are in the order
 * of the codes.
 */
public enum ErrorCode {
  UNFINISHED("TW-E001", Actor.NOBODY, "Nothing: the next slice starts automatically."),
  TRANSIENT("TW-E002", Actor.OPERATOR, "Check that both databases and the network are up, then start the same request again."),
  REQUEST_REJECTED("TW-E010", Actor.OPERATOR, "Correct every mistake the message lists and start again."),
  PLAN_BLOCKED("TW-E011", Actor.OPERATOR, "Apply the fix of each blocker in the plan, then start the same request again."),
  LOCK_LOST("TW-E012", Actor.NOBODY, "Nothing: the execution in the message works on this migration now."),
  NAME_TAKEN("TW-E013", Actor.OPERATOR, "Choose a different name for this migration, or use the original request of that name."),
  AWS_REFUSED("TW-E020", Actor.AWS, "Read which call AWS refused; update the stack or raise the quota, then start the same request again."),
  LOAD_FAILED("TW-E030", Actor.OPERATOR, "Read the task's log in CloudWatch for the tables in load.json, fix the cause, then start the same request again."),
  ROWS_DIFFER("TW-E031", Actor.OPERATOR, "Look at the rows that the verification lists; reload the table, or accept it in the request, then start again."),
  DATABASE_REFUSED("TW-E032", Actor.DATABASE, "Fix what the database error names, usually a missing privilege, then start the same request again."),
  GUARD_BROKEN("TW-E050", Actor.OPERATOR, "Read the task's log in CloudWatch, fix the cause, then start the same request again."),
  WAIT_HOPELESS("TW-E051", Actor.OPERATOR, "Fix what the message names, then start the same request again."),
  WAIT_TOO_LONG("TW-E052", Actor.OPERATOR, "Find out why the wait did not end, then start the same request again."),
  APPROVAL_REFUSED("TW-E053", Actor.OPERATOR, "Replication continues: start the same request again when you are ready for the cutover."),
  NOTHING_TO_APPROVE("TW-E054", Actor.OPERATOR, "Look at the migration's phase; approve when it says Approve."),
  APPROVAL_INCOMPLETE("TW-E055", Actor.OPERATOR, "Invoke the function with migration, approve and by."),
  TARGET_LACKS_COLUMN("TW-E060", Actor.TARGET, "Find out who altered the target, restore the column or table, then start the same request again."),
  BATCH_UNFINISHED("TW-E061", Actor.OPERATOR, "Start the same request again: the verification continues where it stopped."),
  COUNTER_NOT_RAISED("TW-E062", Actor.TARGET, "Widen the AUTO_INCREMENT column or set its next value on the target, then start the same request again."),
  NO_TASK_POSSIBLE("TW-E070", Actor.OPERATOR, "Select fewer tables at a time, or tables that exist."),
  RESOURCE_UNUSABLE("TW-E071", Actor.AWS, "Delete the resource in the message or wait until it is deleted, then start the same request again."),
  CA_MISSING("TW-E072", Actor.OPERATOR, "Put the CA's PEM into the request."),
  TASK_STANDS_STILL("TW-E074", Actor.OPERATOR, "Read the task's log in CloudWatch, fix the cause, then start the same request again."),
  POSITION_LOST("TW-E075", Actor.SOURCE, "Raise the source's binlog retention, delete the task, then start the same request again."),
  CHANGES_UNAPPLIED("TW-E076", Actor.OPERATOR, "Start the same request again to finish, or delete the task by hand to give the migration up."),
  RELOAD_WITHOUT_TASK("TW-E077", Actor.OPERATOR, "Find out why the task does not run, fix the cause, then start the same request again."),
  TABLE_NOT_CREATED("TW-E080", Actor.TARGET, "Fix what the TiDB error names, then start the same request again."),
  OTHER_COLUMNS("TW-E081", Actor.TARGET, "Drop the table on the target, then start the same request again."),
  DRY_RUN_FAILED("TW-E082", Actor.TARGET, "Fix what the TiDB error names, then start the same request again."),
  INDEX_NOT_BUILT("TW-E083", Actor.TARGET, "Fix what the TiDB error names, then start the same request again."),
  FOREIGN_KEY_NOT_ADDED("TW-E084", Actor.TARGET, "Fix what the TiDB error names, then start the same request again."),
  VIEW_NOT_CREATED("TW-E085", Actor.SOURCE, "Correct or drop the view on the source, then start the same request again."),
  STATE_TIMED_OUT("TW-E090", Actor.OPERATOR, "Look at the state that took too long, then start the same request again."),
  FUNCTION_DIED("TW-E091", Actor.AWS, "Look at the function's log: give the function more memory if it ran out, and look for a slow server if an action took longer than its limit. Then start the same request again."),
  STATE_MACHINE_BROKEN("TW-E092", Actor.DEVELOPERS, "This is a defect of the state machine: report it with the execution's last event."),
  DEFECT("TW-E093", Actor.DEVELOPERS, "This is a defect of Tideway: report it with the function's log. It is safe to start the same request again."),
  EXECUTION_DEAD("TW-E094", Actor.OPERATOR, "Look at the execution's last event, then start the same request again."),
  PERMISSION_MISSING("TW-E095", Actor.AWS, "Update the stack, so that roles and functions have the same version, then start the same request again."),
  NO_RULE("TW-E099", Actor.DEVELOPERS, "This is a defect of the state machine: report it with the execution's last event."),
  DUPLICATE_KEYS("TW-E105", Actor.SOURCE, "Look at duplicates.json of the execution, remove the duplicates on the source, then start the same request again."),
  STATISTICS_FAILED("TW-E106", Actor.TARGET, "Fix what the TiDB error names, then start the same request again."),
  CHECK_NOT_ADDED("TW-E107", Actor.SOURCE, "On the source, fix the rows that violate the constraint or drop the constraint, then start the same request again."),
  SCHEMA_DRIFTED("TW-E108", Actor.TARGET, "Undo the change on the target, or drop the table there, then start the same request again."),
  NOT_ON_SOURCE("TW-E115", Actor.OPERATOR, "Correct the name, or grant SELECT on it."),
  KEYLESS_LOAD_FAILED("TW-E140", Actor.OPERATOR, "Let the application write to the source again, fix what the task's log names or add a key, then start the same request again."),
  MISMATCHES_UNLISTED("TW-E145", Actor.OPERATOR, "Find out why so many rows differ; set verification.repair to reload in the request, then start it again."),
  STILL_DIFFERENT("TW-E146", Actor.OPERATOR, "Look at the rows in the verification's files and find out what writes to the target, then start the same request again."),
  NOT_REPLICATED("TW-E147", Actor.OPERATOR, "Start the same request again: it creates the tasks as planned."),
  DOCUMENT_TOO_LONG("TW-E148", Actor.DATABASE, "Raise max_allowed_packet on that server, then start the same request again."),
  DATABASE_UNREACHABLE("TW-E165", Actor.AWS, "Allow connections to the host and port in the message, then start the same request again."),
  SERVICE_UNREACHABLE("TW-E166", Actor.AWS, "Give the functions' subnets the endpoint or the NAT gateway in the message, then start the same request again."),
  SECRET_UNUSABLE("TW-E167", Actor.AWS, "Correct the secret, or let the functions' role read it (parameter SecretArnPattern), then start the same request again."),
  WRITTEN_BY_LATER_RELEASE("TW-E170", Actor.AWS, "Deploy the later release again, then start the same request again."),
  RECORD_UNREADABLE("TW-E171", Actor.OPERATOR, "Start the same request again; if that fails too, deploy the release that wrote the record."),
  NOT_COMPARABLE("TW-E172", Actor.OPERATOR, "Apply the fix of each blocker in findings-inventory.json, or correct the request, then start the verification of the same request again.");

  private static final Pattern SHAPE = Pattern.compile("TW-E\\d{3}");

  private final String code;
  private final Actor actor;
  private final String nextStep;

  ErrorCode(String code, Actor actor, String nextStep) {
    this.code = code;
    this.actor = actor;
    this.nextStep = nextStep;
  }

  /** Whether a text has the form of a code. A different release may know the code. */
  public static boolean looksLikeOne(String text) {
    return SHAPE.matcher(text).matches();
  }

  /** The constant of a code; empty if this release does not know the code. */
  public static Optional<ErrorCode> of(String code) {
    return Arrays.stream(values()).filter(e -> e.code.equals(code)).findFirst();
  }

  /** Who acts on an error with that code. If only a different release knows the code, it is the person who runs the migration. */
  public static Actor actorOf(String code) {
    return of(code).map(ErrorCode::actor).orElse(Actor.OPERATOR);
  }

  /** {@code TW-E} and three digits: what people see. */
  public String code() {
    return code;
  }

  /** Who does the next step. */
  public Actor actor() {
    return actor;
  }

  /** What to do, in one sentence; docs/errors.md says more. */
  public String nextStep() {
    return nextStep;
  }

  @Override
  public String toString() {
    return code;
  }
}
