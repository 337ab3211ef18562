package dev.tideway.lambda;

/** Sends messages to people through the SNS topic. */
public final class NotifyFunction extends ActionsFunction {}
