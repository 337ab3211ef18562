package dev.tideway.plan.account;

import dev.tideway.run.Platform;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** The clients by which the account is read. Only the jar of the function that checks the account has those of EC2, IAM and RDS. */
public final class AccountClients {
  private AccountClients() {}

  private static final class Live {
    private static final AwsAccount ACCOUNT =
        new LiveAwsAccount(
            Platform.configure(Ec2Client.builder()).build(),
            Platform.configure(IamClient.builder()).region(global(Platform.variable("AWS_REGION"))).build(),
            Platform.configure(RdsClient.builder()).build(),
            Platform.configure(SecretsManagerClient.builder()).build(),
            Platform.configure(SnsClient.builder()).build());
  }

  /** The account in which the function runs, one for all actions of a process, as the clients of {@link Platform}. */
  public static AwsAccount account() {
    return Live.ACCOUNT;
  }

  /** The pseudo region of a region's partition. IAM is one service for the whole partition. */
  static Region global(String region) {
    return Region.of(PartitionMetadata.of(Region.of(region)).id() + "-global");
  }
}
