/** The checks of the AWS account: rights, quotas, network, and the properties of the source in Amazon RDS. */
package dev.tideway.plan.account;
