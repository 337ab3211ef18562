package dev.tideway.lambda;

/** Plan: checks of the AWS account. */
public final class CheckAccountFunction extends ActionsFunction {}
