package dev.tideway.lambda;

/** Index, inside the VPC: continues the index build when await or observe asks. */
public final class ProbeIndexesFunction extends ActionsFunction {}
