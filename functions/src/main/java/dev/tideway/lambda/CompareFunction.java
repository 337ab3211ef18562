package dev.tideway.lambda;

/** Verify and Cutover, inside the VPC: cuts tables into chunks, judges the comparison, writes approved repairs. */
public final class CompareFunction extends ActionsFunction {}
