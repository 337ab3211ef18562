package dev.tideway.lambda;

/** Prepare, Load and Finish: makes and removes what a migration has in DMS. */
public final class ProvisionFunction extends ActionsFunction {}
