package dev.tideway.lambda;

/** Index, inside the VPC: goes on with the index build, asked by await and observe. */
public final class ProbeIndexesFunction extends ActionsFunction {}
