package dev.tideway.lambda;

/** Plan: checks the AWS account. */
public final class CheckAccountFunction extends ActionsFunction {}
