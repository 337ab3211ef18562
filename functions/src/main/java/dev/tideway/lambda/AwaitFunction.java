package dev.tideway.lambda;

/** Every wait: parks the token with its condition. */
public final class AwaitFunction extends ActionsFunction {}
