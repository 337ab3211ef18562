package dev.tideway.lambda;

/** Every phase: validates the request, takes and releases the lock, announces progress, classifies errors, warms the functions of the cutover. Has access to no database and not to DMS. */
public final class ControlFunction extends ActionsFunction {}
