package dev.tideway.lambda;

/** Index, inside the VPC: continues the index build when await or observe invokes it. */
public final class ProbeIndexesFunction extends ActionsFunction {}
