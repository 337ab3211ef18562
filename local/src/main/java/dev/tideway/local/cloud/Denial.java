package dev.tideway.local.cloud;

/**
 * A denied call.
 *
 * @param caller the function's name or the role's name
 * @param action the IAM action, for example {@code s3:GetObject}
 * @param resource the resource's ARN or {@code *}
 * @param reason {@code iam} or {@code network}
 */
public record Denial(String caller, String action, String resource, String reason) {}
