package dev.tideway.lambda;

/** Prepare, Index, Approve and Finish, inside the VPC: creates the target's schema and compares it with the plan. */
public final class SchemaFunction extends ActionsFunction {}
