package dev.tideway.notify;

import java.util.Arrays;
import java.util.Optional;

/** What to do about each code, in one sentence; docs/errors.md has the long form under the same code. */
enum Advice {
  UNFINISHED("TW-E001", "Nothing: the next slice goes on by itself."),
  TRANSIENT("TW-E002", "Check that both databases and the network are up, then start the same request again."),
  REQUEST("TW-E010", "Correct every mistake the message lists and start again."),
  BLOCKED("TW-E011", "Apply the fix of each blocker in the plan, then start the same request again."),
  LOCK_LOST("TW-E012", "Nothing: the execution named in the message works on this migration now."),
  OTHER_SUBJECT("TW-E013", "Choose another name for this migration, or use the request that the name belongs to."),
  AWS_REFUSED("TW-E020", "Read which call was refused; update the stack, or raise the quota, then start the same request again."),
  LOAD("TW-E030", "Read the task's log in CloudWatch for the tables load.json names, mend the cause, then start the same request again."),
  MISMATCH("TW-E031", "Look at the rows that verification names; reload the table, or accept it in the request."),
  DATABASE("TW-E032", "Mend what the database's own words name, then start the same request again."),
  CREATION("TW-E040", "Mend what TiDB's own words name, most often a privilege, then start the same request again."),
  OTHER_COLUMNS("TW-E041", "Drop the table on the target, then start the same request again."),
  DRY_RUN("TW-E042", "Mend what TiDB's own words name, then start the same request again."),
  INDEXES("TW-E043", "Mend what TiDB's own words name, for a unique index most often duplicate rows, then start the same request again."),
  FOREIGN_KEYS("TW-E044", "Mend what TiDB's own words name, then start the same request again."),
  VIEW("TW-E045", "Mend or drop the view on the source, then start the same request again."),
  GUARD("TW-E050", "Read the task's log in CloudWatch: it broke more often than Tideway goes back by itself."),
  NEVER("TW-E051", "Mend what the message names, then start the same request again."),
  LATE("TW-E052", "Find out what kept the wait from ending, then start the same request again."),
  REJECTED("TW-E053", "Replication has gone on meanwhile: start the same request again when the cutover may happen."),
  NOTHING_TO_APPROVE("TW-E054", "Look at the migration's phase; approve when it says Approve."),
  BAD_APPROVAL("TW-E055", "Invoke the function with migration, approve and by."),
  TARGET_SHAPE("TW-E060", "Find out who altered the target, restore the column or table, then start the same request again."),
  UNCOMPARED("TW-E061", "Start the same request again: the verification goes on where it stood."),
  NOT_THERE("TW-E115", "Correct the name, or grant SELECT on it."),
  REBASE("TW-E062", "Widen the AUTO_INCREMENT column or set its next value on the target, then start the same request again."),
  NO_PLAN("TW-E070", "Select fewer tables at a time, or tables that exist."),
  IN_THE_WAY("TW-E071", "Remove what is in the way or wait until it is gone, then start the same request again."),
  NO_CA("TW-E072", "Put the CA's PEM into the request."),
  STOPPED("TW-E074", "Read the task's log in CloudWatch, mend the cause, then start the same request again."),
  POSITION_LOST("TW-E075", "Lengthen the source's binlog retention, delete the task, then start the same request again."),
  UNAPPLIED("TW-E076", "Start the same request again to finish, or delete the task by hand to give the migration up."),
  NOT_RUNNING("TW-E077", "Read why the task does not run, mend it, then start the same request again."),
  TIMEOUT("TW-E090", "Look at the state that took too long, then start the same request again."),
  CRASH("TW-E091", "Look at the function's log; give it more memory if it ran out, then start the same request again."),
  MACHINE("TW-E092", "A defect of the state machine: report it with the execution's last event."),
  UNEXPECTED("TW-E093", "A defect of Tideway: report it with the function's log. Starting the same request again is safe."),
  DEAD("TW-E094", "Look at the execution's last event, then start the same request again."),
  DENIED("TW-E095", "Update the stack: the role of the state machine or of a function lacks the permission that the message names."),
  NO_TABLE("TW-E080", "Mend what the target's message names, then start the same request again."),
  ALTERED("TW-E081", "Drop the table on the target, then start the same request again."),
  NO_DRY_RUN("TW-E082", "Mend what the target's message names, then start the same request again."),
  NO_INDEX("TW-E083", "Mend what the target's message names, then start the same request again."),
  NO_FOREIGN_KEY("TW-E084", "Mend what the target's message names, then start the same request again."),
  NO_VIEW("TW-E085", "Correct or drop the view on the source, then start the same request again."),
  DUPLICATES("TW-E105", "Look at duplicates.json of the execution, remove the duplicates on the source, then start the same request again."),
  NO_STATISTICS("TW-E106", "Mend what the target's message names, then start the same request again."),
  NO_CHECK("TW-E107", "Mend the rows that violate the constraint on the source, or drop it there, then start the same request again."),
  TOO_MANY("TW-E145", "Find out why so many rows differ; ask for verification.repair reload in the request, then start it again."),
  STILL_DIFFERENT("TW-E146", "Look at the rows that the verification's files name and at who writes to the target, then start the same request again."),
  NOT_REPLICATED("TW-E147", "Start the same request again: it makes the tasks as planned."),
  LONG_DOCUMENT("TW-E148", "Raise max_allowed_packet on that server, then start the same request again."),
  DRIFT("TW-E108", "Undo the change on the target, or drop the table there, then start the same request again."),
  KEYLESS("TW-E140", "Let the application write to the source again, mend what the task's log names or add a key, then start the same request again."),
  UNREACHABLE_DATABASE("TW-E165", "Open the way to the port that the message names, then start the same request again."),
  UNREACHABLE_SERVICE("TW-E166", "Give the functions' subnets the endpoint or the NAT gateway that the message names, then start the same request again."),
  SECRET("TW-E167", "Correct the secret, or let the functions' role read it (parameter SecretArnPattern), then start the same request again."),
  LATER_RELEASE("TW-E170", "Deploy the later release again, then start the same request again."),
  UNREADABLE("TW-E171", "Start the same request again; if that fails too, deploy the release that wrote the record."),
  NO_RULE("TW-E099", "A defect of the state machine: report it with the execution's last event.");

  private final String code;
  private final String nextStep;

  Advice(String code, String nextStep) {
    this.code = code;
    this.nextStep = nextStep;
  }

  static Optional<Advice> of(String code) {
    return Arrays.stream(values()).filter(a -> a.code.equals(code)).findFirst();
  }

  String code() {
    return code;
  }

  String nextStep() {
    return nextStep;
  }
}
