package dev.tideway.lambda;

/** Evaluates waits at every DMS event, at every probe's answer and once a minute. */
public final class ObserveFunction extends ActionsFunction {}
