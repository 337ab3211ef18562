/** The checks of the AWS account: rights, quotas, network, what Amazon RDS says of the source. */
package dev.tideway.plan.account;
