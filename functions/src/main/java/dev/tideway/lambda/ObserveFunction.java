package dev.tideway.lambda;

/** Evaluates waits on DMS events, when a probe answers and once a minute. */
public final class ObserveFunction extends ActionsFunction {}
