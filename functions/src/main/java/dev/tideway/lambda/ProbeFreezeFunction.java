package dev.tideway.lambda;

/** Cutover, inside the VPC: checks whether the source is frozen when await or observe invokes it. */
public final class ProbeFreezeFunction extends ActionsFunction {}
