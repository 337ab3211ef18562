package dev.tideway.lambda;

/** Every wait: stores the task token with its condition. */
public final class AwaitFunction extends ActionsFunction {}
