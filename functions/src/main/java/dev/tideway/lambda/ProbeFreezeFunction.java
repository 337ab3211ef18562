package dev.tideway.lambda;

/** Cutover, inside the VPC: looks whether the source is frozen, asked by await and observe. */
public final class ProbeFreezeFunction extends ActionsFunction {}
