package dev.tideway.lambda;

/** Every phase: the request, the lock, progress, what an error means, and the call that warms the functions of the cutover. Reaches neither a database nor DMS. */
public final class ControlFunction extends ActionsFunction {}
