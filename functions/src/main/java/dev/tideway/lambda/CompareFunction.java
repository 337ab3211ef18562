package dev.tideway.lambda;

/** Verify and Cutover, inside the VPC: divides tables into chunks, evaluates the comparison, writes approved repairs. */
public final class CompareFunction extends ActionsFunction {}
