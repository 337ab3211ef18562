package dev.tideway.lambda;

/** Verify and Cutover, inside the VPC: cuts tables into chunks, judges the comparison, writes what a person has approved. */
public final class CompareFunction extends ActionsFunction {}
