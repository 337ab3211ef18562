package dev.tideway.lambda;

/** Load to Cutover: starts, stops and judges the tasks of DMS. */
public final class TasksFunction extends ActionsFunction {}
