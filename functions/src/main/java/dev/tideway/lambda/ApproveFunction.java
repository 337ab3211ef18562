package dev.tideway.lambda;

/** A person approves or rejects the cutover, or a repair. */
public final class ApproveFunction extends ActionsFunction {}
