package dev.tideway.lambda;

/** Prepare, Load and Finish: creates and deletes the DMS resources of a migration. */
public final class ProvisionFunction extends ActionsFunction {}
