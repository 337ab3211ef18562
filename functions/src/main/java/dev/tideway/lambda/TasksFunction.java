package dev.tideway.lambda;

/** Load to Cutover: starts, stops and judges the DMS tasks. */
public final class TasksFunction extends ActionsFunction {}
