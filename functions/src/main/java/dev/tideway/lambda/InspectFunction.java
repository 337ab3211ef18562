package dev.tideway.lambda;

/** Plan, inside the VPC: what both databases are, the checks of them, the dry run. */
public final class InspectFunction extends ActionsFunction {}
