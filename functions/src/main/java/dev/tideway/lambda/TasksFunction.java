package dev.tideway.lambda;

/** Load to Cutover: starts, stops and checks the DMS tasks. */
public final class TasksFunction extends ActionsFunction {}
