package dev.tideway.lambda;

/** Wakes waits on DMS events, on the answers of probes and once a minute. */
public final class ObserveFunction extends ActionsFunction {}
