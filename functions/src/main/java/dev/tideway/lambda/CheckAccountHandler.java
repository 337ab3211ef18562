package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.DmsClients;
import dev.tideway.error.Finding;
import dev.tideway.error.Severity;
import dev.tideway.plan.account.AccountChecks;
import dev.tideway.plan.account.AccountClients;
import dev.tideway.plan.account.AwsAccount;
import dev.tideway.plan.inventory.Addresses;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import java.util.List;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** Checks the AWS account; writes {@code findings-account.json}. It runs outside the VPC: functions inside it reach databases and no AWS API. */
public final class CheckAccountHandler extends FilesHandler<CheckAccountHandler.Input, CheckAccountHandler.Output> {
  private final DatabaseMigrationClient dms;
  private final AwsAccount aws;
  private final AccountChecks.Account account;

  /** Creates the handler from its function's environment variables. */
  public CheckAccountHandler() {
    this(
        Platform.objects(), Platform.locks(), DmsClients.client(), AccountClients.account(),
        new AccountChecks.Account(Platform.variable("AWS_REGION"), Platform.variable("TIDEWAY_DMS_SECRETS_ROLE"), Platform.variable("TIDEWAY_TOPIC")));
  }

  public CheckAccountHandler(ObjectStore objects, Locks locks, DatabaseMigrationClient dms, AwsAccount aws, AccountChecks.Account account) {
    super(Input.class, objects, locks);
    this.dms = dms;
    this.aws = aws;
    this.account = account;
  }

  /** What the state machine passes. */
  public record Input(Run run) implements OfRun {}

  /** Numbers of findings. */
  public record Output(long blockers, long warnings) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Migration migration = files.migration();
    Addresses addresses = files.find(Addresses.FILE).orElse(Addresses.UNKNOWN);
    List<Finding> findings = new AccountChecks(dms, aws, migration, addresses, account).look();
    files.write(AccountChecks.FINDINGS, findings);
    return new Output(count(findings, Severity.blocker), count(findings, Severity.warning));
  }

  private static long count(List<Finding> findings, Severity severity) {
    return findings.stream().filter(f -> f.severity() == severity).count();
  }
}
