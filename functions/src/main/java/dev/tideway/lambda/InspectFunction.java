package dev.tideway.lambda;

/** Plan, inside the VPC: reads the inventory of both databases, checks them, runs the DDL in scratch databases. */
public final class InspectFunction extends ActionsFunction {}
