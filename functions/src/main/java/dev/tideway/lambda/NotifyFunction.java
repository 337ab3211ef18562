package dev.tideway.lambda;

/** Tells people through the SNS topic. */
public final class NotifyFunction extends ActionsFunction {}
