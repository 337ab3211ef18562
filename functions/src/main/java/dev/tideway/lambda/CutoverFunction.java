package dev.tideway.lambda;

/** Cutover, inside the VPC: what the target needs before it is written to. */
public final class CutoverFunction extends ActionsFunction {}
